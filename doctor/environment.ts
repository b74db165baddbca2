import { statSync } from 'node:fs'
import { findWrong, VARIABLE_NAMES, type VariableName } from '../core/env.ts'
import { bad, doubtful, type Finding, fine } from './finding.ts'

type Given = Record<string, string | undefined>

const SHOULD_BE: Record<VariableName, string> = {
  PORT: '应是 0 到 65535 的整数',
  BOT_PORT: '应是 0 到 65535 的整数，0 表示不开',
  HOST: '应是本机的一个地址，例如 127.0.0.1',
  PUBLIC_URL: '应是完整的网址，例如 https://huiyin.example.cn',
  DATA_DIR: '应是一个文件夹的路径',
  DATABASE_URL: '应以 postgres:// 开头',
  CHANNEL: '应是 sandbox、wechat4u 或 script',
  ACCOUNT: '应是 1 到 20 个小写字母、汉字、数字或连字符',
  SCRIPT: 'CHANNEL=script 时要写明播放哪个文件',
  AUTH_SECRET: '至少要 16 个字符，可用 openssl rand -base64 32 生成',
  ADMIN_PASSWORD: '至少要 8 个字符',
  METRICS_TOKEN: '至少要 16 个字符',
  LOG_LEVEL: '应是 fatal、error、warn、info、debug、trace 或 silent',
  OPENAI_MODEL: '应是模型的名字',
  OPENAI_API_KEY: '应是模型服务的密钥',
  OPENAI_BASE_URL: '应是完整的网址，例如 https://模型服务的地址/v1',
  OPENAI_VISION_MODEL: '应是模型的名字',
  OPENAI_PRICE_IN: '应是不小于 0 的数',
  OPENAI_PRICE_OUT: '应是不小于 0 的数',
  OPENAI_RESPONSE_FORMAT: '应是 json_schema、json_object 或 prompt',
  SMTP_URL: '应以 smtp:// 或 smtps:// 开头，并和 ALERT_MAIL_FROM、ALERT_MAIL_TO 一起写',
  ALERT_MAIL_FROM: '应是一个邮箱地址',
  ALERT_MAIL_TO: '应是邮箱地址，几个用逗号分开',
  ALERT_WEBHOOK: '应是完整的网址',
  ALERT_WEBHOOK_FORMAT: '应是 plain、wecom 或 dingtalk',
}

/** `file`: what `.env` says, null without one; `variables`: that and what was set besides. */
export function checkEnvironment(variables: Given, file: Given | null): Finding[] {
  const wrong = findWrong(variables).map((name) => bad(`环境变量 ${name} 不对：${SHOULD_BE[name]}。`))
  const unknown = Object.keys(variables).flatMap((name) => judgeName(name, file !== null && name in file))
  const found = [...wrong, ...unknown, ...(file ? checkFile() : [])]
  return found.length > 0 ? found : [fine('环境变量没有写错的。')]
}

/** The variables without those that are wrong, so that everything else can be looked at too. */
export function withoutWrong(variables: Given): Given {
  const wrong: readonly string[] = findWrong(variables)
  const left = Object.entries(variables).filter(([name]) => !wrong.includes(name))
  return Object.fromEntries(wrong.includes('SCRIPT') ? left.filter(([name]) => name !== 'CHANNEL') : left)
}

function judgeName(name: string, isOurs: boolean): Finding[] {
  if ((VARIABLE_NAMES as readonly string[]).includes(name)) return []
  const meant = VARIABLE_NAMES.find((known) => isTypo(name, known))
  if (meant) return [doubtful(`环境变量 ${name} 没有人用，是不是想写 ${meant}？`)]
  if (/^(OPENAI|HUIYIN)_/.test(name)) return [doubtful(`环境变量 ${name} 没有人用；能用的名字都在 .env.example 里。`)]
  return isOurs ? [doubtful(`.env 里的 ${name} 没有人用；能用的名字都在 .env.example 里。`)] : []
}

const SHORTEST_TO_MISTYPE = 6
const MOST_SLIPS = 2

/** Other programs have variables too: short names are alike by chance, long ones by a slip of the finger. */
function isTypo(name: string, known: string): boolean {
  const written = name.toUpperCase().replaceAll('-', '_')
  if (written === known) return true
  if (known.length < SHORTEST_TO_MISTYPE || Math.abs(name.length - known.length) > MOST_SLIPS) return false
  return countSlips(written, known) <= MOST_SLIPS
}

/** How many letters must be added, dropped or exchanged to make one word of the other. */
function countSlips(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1]
    for (const [column, wanted] of [...other].entries())
      next.push(Math.min(row[column + 1]! + 1, next[column]! + 1, row[column]! + (letter === wanted ? 0 : 1)))
    row = next
  }
  return row.at(-1)!
}

function checkFile(): Finding[] {
  return (statSync('.env').mode & 0o077) === 0 ? [] : [doubtful('.env 里有密钥，本机的其他人也能读：请执行 chmod 600 .env。')]
}
