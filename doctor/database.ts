import type { Env } from '../core/env.ts'
import { type Inspection, inspectEmbedded, inspectServer, type NarrowRole } from '../db/inspect.ts'
import { InUse } from '../db/lock.ts'
import { bad, doubtful, type Finding, fine } from './finding.ts'

const OLDEST_VERSION = 15
const MOST_SKEW_MS = 60_000

/** `inspection` null: there is no database to look at. */
export async function examineDatabase(env: Env, now: () => Date): Promise<{ findings: Finding[]; inspection: Inspection | null }> {
  try {
    const before = now()
    const inspection = env.DATABASE_URL ? await inspectServer(env.DATABASE_URL) : await inspectEmbedded(env.DATA_DIR)
    if (!inspection) return { findings: [fine('还没有内置数据库，第一次启动时会建立。')], inspection }
    return { findings: judgeDatabase(inspection, before, now()), inspection }
  } catch (error) {
    if (error instanceof InUse) return { findings: [fine('内置数据库正由另一个回音进程使用，没有打开检查。')], inspection: null }
    return { findings: [bad(explain(codeOf(error)))], inspection: null }
  }
}

function judgeDatabase(inspection: Inspection, before: Date, after: Date): Finding[] {
  const { version, encoding, knowsChinese, now } = inspection
  const found = [
    version < OLDEST_VERSION
      ? bad(`数据库是 PostgreSQL ${version}，太旧：请升级到 ${OLDEST_VERSION} 或更新的版本。`)
      : fine(`数据库连得上，PostgreSQL ${version}。`),
  ]
  if (encoding !== 'UTF8') found.push(bad(`数据库的编码是 ${encoding}，存不好中文：请用 encoding 'UTF8' 新建一个数据库。`))
  if (!knowsChinese)
    found.push(
      doubtful("数据库的区域设置不认识汉字（select '中' ~ '\\w' 为假）：查找不受影响，新建数据库时建议用 C.UTF-8 或 zh_CN.UTF-8。"),
    )
  if (inspection.missing === 0 && !inspection.keepsApart)
    found.push(
      doubtful(
        '数据库没有自己把各社区隔开（没有角色 huiyin_console，或没有授给我们）：程序仍会隔开，建议请管理员执行 create role huiyin_console nologin，并把它授给 DATABASE_URL 里的用户。',
      ),
    )
  if (inspection.missing === 0) found.push(...inspection.lackingRoles.map(judgeRole))
  return [...found, judgeMigrations(inspection), judgeClock(now, before, after)]
}

/** What only the program sees to without the role, and where its policies are made. */
const LACKS: Record<NarrowRole, { unseen: string; policies: string }> = {
  huiyin_field: { unseen: '没有自己把网格员和楼栋长限在他们的网格和楼栋里', policies: 'db/migrations/0022_levels.sql' },
  huiyin_above: { unseen: '没有自己遮住街道不该看的不公开事项', policies: 'db/migrations/0024_private.sql' },
  huiyin_street: { unseen: '没有自己让街道在汇总里只计数、读不到内容', policies: 'db/migrations/0022_levels.sql' },
}

function judgeRole(role: NarrowRole): Finding {
  const { unseen, policies } = LACKS[role]
  return doubtful(
    `数据库${unseen}（角色 ${role} 没有、没有授给我们，或没有规则）：程序仍会限制，建议请管理员执行 create role ${role} nologin，把它授给 DATABASE_URL 里的用户，再执行 ${policies} 里写着 ${role} 的几段。`,
  )
}

function judgeMigrations({ missing, unknown, isMigrating }: Inspection): Finding {
  if (isMigrating) return doubtful('有进程正在升级数据库的表结构：请稍后再查；几分钟后还这样，请重启那个进程。')
  if (unknown > 0) return bad('数据库的表结构比这个程序新：请换成新版的程序，不要用旧版运行。')
  if (missing > 0) return doubtful(`数据库的表结构还差 ${missing} 步：启动时会自动补上，也可以先执行 npm run db:migrate。`)
  return fine('数据库的表结构是最新的。')
}

/** The answer came some time between asking and hearing it. */
function judgeClock(theirs: Date, before: Date, after: Date): Finding {
  const skewMs = theirs < before ? before.getTime() - theirs.getTime() : Math.max(0, theirs.getTime() - after.getTime())
  return skewMs > MOST_SKEW_MS
    ? bad(`本机的时钟和数据库相差 ${Math.round(skewMs / 1000)} 秒，期限和提醒都会不准：请在两台机器上打开时间同步。`)
    : fine('时钟和数据库一致。')
}

function explain(code: string): string {
  if (/^28/.test(code)) return '数据库不接受这个用户名或密码：请检查 DATABASE_URL。'
  if (code === '3D000') return '数据库服务器上没有这个名字的数据库：请先建好，或检查 DATABASE_URL。'
  if (/^(E[A-Z]+|CONNECT_TIMEOUT|CONNECTION_\w+)$/.test(code))
    return `连不上数据库（${code}）：请检查 DATABASE_URL 里的地址和端口，以及数据库是否在运行。`
  return `数据库打开了，但是读不了（${code}）：请查看数据库的日志。`
}

function codeOf(error: unknown): string {
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  if (typeof code === 'string') return code
  return cause ? codeOf(cause) : 'unknown'
}
