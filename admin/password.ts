import * as z from 'zod'

export const Password = z.string().min(8, '密码至少 8 位。').max(100, '密码最多 100 位。')
