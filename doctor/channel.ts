import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { folderOf } from '../core/account.ts'
import { accountOf, type Env } from '../core/env.ts'
import type { ChannelRow } from '../db/channels.ts'
import { bad, doubtful, type Finding, fine } from './finding.ts'

/** `rows`: what the bot last said of its accounts, as far as anybody knows. */
export function checkChannel(env: Env, rows: readonly ChannelRow[]): Finding[] {
  const { CHANNEL, SCRIPT, DATA_DIR } = env
  const own = accountOf(env)
  switch (CHANNEL) {
    case 'sandbox':
      return [fine('渠道是沙盒，不接真实的群。')]
    case 'script':
      return [existsSync(SCRIPT!) ? fine('渠道是播放文件，只用于演练。') : bad(`SCRIPT 指的文件 ${SCRIPT} 不存在。`)]
    case 'wechat4u':
      return [
        checkSession(join(folderOf(own, DATA_DIR), 'wechat', 'session.memory-card.json')),
        ...checkAccount(rows.find(({ name, account }) => name === CHANNEL && account === own.account)),
      ]
  }
}

function checkSession(file: string): Finding {
  if (!existsSync(file)) return doubtful('微信还没有登录过：启动后到控制台“群与机器人”扫码。')
  if ((statSync(file).mode & 0o077) !== 0)
    return bad(`微信的登录文件 ${file} 本机的其他人也能读，拿到它就等于拿到账号：请执行 chmod 600 ${file}。`)
  return isJson(file) ? fine('微信的登录文件只有自己能读。') : bad(`微信的登录文件 ${file} 已损坏：请删掉它，再重新扫码。`)
}

function isJson(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, 'utf8'))
    return true
  } catch {
    return false
  }
}

function checkAccount(row: ChannelRow | undefined): Finding[] {
  if (!row) return []
  const why = row.problem ? `（${row.problem}）` : ''
  if (row.state === 'refused') return [bad(`微信拒绝了这个账号${why}：请在手机上看账号有没有被限制，解除前不要反复登录。`)]
  if (row.state === 'online') return [row.problem ? doubtful(`微信在线，但有状况${why}。`) : fine('微信在线。')]
  return [doubtful(`微信不在线${why}：请到控制台“群与机器人”查看。`)]
}
