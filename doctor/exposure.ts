import type { Env } from '../core/env.ts'
import { bad, doubtful, type Finding, fine } from './finding.ts'

const LOOPBACK = /^(localhost|::1|127(\.\d{1,3}){3})$/

/** Who else can reach the console, and how. */
export function checkExposure({ HOST, PUBLIC_URL, AUTH_SECRET, DATABASE_URL, CHANNEL }: Env): Finding[] {
  const isOpen = !LOOPBACK.test(HOST)
  const isEncrypted = PUBLIC_URL?.startsWith('https://') ?? false
  const found: Finding[] = []
  if (isOpen && !isEncrypted)
    found.push(
      bad(
        `HOST=${HOST} 让别的机器也能打开控制台，PUBLIC_URL 却不是 https 网址，密码会明文传输：请在前面加一个 https 代理并填写 PUBLIC_URL，或改回 HOST=127.0.0.1。`,
      ),
    )
  else found.push(fine(isEncrypted ? '控制台用 https 网址对外。' : '控制台只在本机打开。'))
  if (DATABASE_URL && !AUTH_SECRET)
    found.push(
      doubtful('用了 PostgreSQL，却没有设置 AUTH_SECRET：数据目录一丢，所有人都要重新登录。请用 openssl rand -base64 32 生成一个填上。'),
    )
  if (CHANNEL === 'wechat4u' && !DATABASE_URL)
    found.push(doubtful('接了微信，数据却存在内置数据库里，停电时可能丢失最后几秒：正式使用请设置 DATABASE_URL。'))
  return found
}
