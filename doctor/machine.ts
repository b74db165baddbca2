import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, resolve } from 'node:path'
import type { Env } from '../core/env.ts'
import { bad, doubtful, type Finding, fine } from './finding.ts'

/** As `engines` in package.json. */
const OLDEST_NODE = [20, 19] as const
const MIB = 1024 * 1024
const LITTLE_SPACE = 1024 * MIB
const TOO_LITTLE_SPACE = 100 * MIB

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isNewEnough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])
  return isNewEnough ? fine(`Node.js ${version}。`) : bad(`Node.js ${version} 太旧：请安装 ${OLDEST_NODE.join('.')} 或更新的版本。`)
}

/** The zone is part of Node; a Node that was built small lacks it. */
export function checkTimeZone(): Finding {
  const noon = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: 'numeric', hourCycle: 'h23' })
  const isRight = noon.formatToParts(new Date('2026-11-21T04:00:00Z')).some(({ value }) => value === '12')
  return isRight ? fine('时区数据齐全。') : bad('Node.js 缺少时区数据：请安装官方的完整版本。')
}

export function checkFolder(dataDir: string): Finding[] {
  const folder = resolve(dataDir)
  if (!existsSync(folder)) return [checkParent(folder)]
  const { mode } = statSync(folder)
  if (!statSync(folder).isDirectory()) return [bad(`DATA_DIR 指的 ${folder} 是文件，不是文件夹：请改成一个文件夹。`)]
  if (!mayWrite(folder)) return [bad(`数据目录 ${folder} 不能写入：请把它的所有者改成运行回音的用户。`)]
  const isPrivate = (mode & 0o077) === 0
  const found = isPrivate
    ? fine(`数据目录 ${folder} 可以写入，只有自己能进。`)
    : doubtful(`数据目录 ${folder} 本机的其他人也能进，里面有微信登录状态和密钥：请执行 chmod 700 ${folder}。`)
  return [found, checkSpace(folder)]
}

function checkParent(folder: string): Finding {
  const parent = dirname(folder)
  if (!existsSync(parent))
    return existsSync(dirname(parent)) ? checkParent(parent) : bad(`数据目录 ${folder} 不存在，上一级也没有：请先建好。`)
  return mayWrite(parent)
    ? fine(`数据目录 ${folder} 还没有，第一次启动时会建立。`)
    : bad(`数据目录 ${folder} 不存在，也没有权限建立：请先建好。`)
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

function checkSpace(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder)
  return judgeSpace(bavail * bsize)
}

export function judgeSpace(bytes: number): Finding {
  const left = `数据目录所在的磁盘还剩 ${Math.floor(bytes / MIB)} MB`
  if (bytes < TOO_LITTLE_SPACE) return bad(`${left}，随时会写满：请马上清理或扩容。`)
  return bytes < LITTLE_SPACE ? doubtful(`${left}，不多了：请尽快清理或扩容。`) : fine(`${left}。`)
}

export async function checkPorts({ HOST, PORT, BOT_PORT }: Env): Promise<Finding[]> {
  if (PORT !== 0 && PORT === BOT_PORT) return [bad(`PORT 和 BOT_PORT 都是 ${PORT}：请把其中一个改掉。`)]
  const ports = [PORT, BOT_PORT].filter((port) => port !== 0)
  return Promise.all(ports.map((port) => checkPort(HOST, port)))
}

async function checkPort(host: string, port: number): Promise<Finding> {
  const trouble = await tryToListen(host, port)
  if (trouble === null) return fine(`端口 ${port} 空着。`)
  if (trouble === 'EADDRINUSE')
    return (await isOurs(host, port)) ? fine(`回音正在端口 ${port} 上运行。`) : bad(`端口 ${port} 被别的程序占用：请停掉它，或换一个端口。`)
  if (trouble === 'EACCES') return bad(`没有权限使用端口 ${port}：请换成 1024 以上的端口。`)
  return bad(`不能在 ${host} 上监听（${trouble}）：请检查 HOST。`)
}

function tryToListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'))
    probe.listen(port, host, () => probe.close(() => resolve(null)))
  })
}

const ANSWER_MS = 2000

async function isOurs(host: string, port: number): Promise<boolean> {
  const near = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  try {
    const answer = await fetch(`http://${near}:${port}/healthz`, { signal: AbortSignal.timeout(ANSWER_MS) })
    return (await answer.text()) === 'ok'
  } catch {
    return false
  }
}
