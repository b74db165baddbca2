import { localTime } from '../../core/localTime.ts'
import type { RingingAlarm } from '../../db/pageList.ts'
import { Icon } from './icon.tsx'
import type { Clock } from './parts.tsx'

/** What rings, on top of every page until somebody takes it on. */
export function AlarmBar({ alarms, clock }: { alarms: RingingAlarm[]; clock: Clock }) {
  if (alarms.length === 0) return null
  return (
    <>
      {alarms.map((alarm) => (
        <AlarmRow alarm={alarm} clock={clock} />
      ))}
      <div class="alarm-sound">
        <span>点“我来处理”，铃声就停，不再呼叫别人。</span>
        <button type="button" class="alarm-link" data-sound-on="" hidden={true}>
          点此打开提示音
        </button>
        <button type="button" class="alarm-link" data-sound-mute="">
          本页静音
        </button>
      </div>
    </>
  )
}

function AlarmRow({ alarm, clock }: { alarm: RingingAlarm; clock: Clock }) {
  const { last, number } = alarm
  const path = `/pages/${last.id}/acknowledgement`
  return (
    <article class="alarm" role="alert" id={`alarm-${last.incident.replace(' ', '-')}`} data-alarm={sayAlarm(alarm)}>
      <Icon name="alert" size={22} />
      <div class="alarm-what">
        <b>{sayAlarm(alarm)}</b>
        <span>
          <span class="num">{clockTime(last.raisedAt, clock)}</span> 起{alarm.roomTopic && ` · ${alarm.roomTopic}`} · 正在呼叫{last.name}
          <Phone phone={last.phone} />
          <NextCall alarm={alarm} clock={clock} />
        </span>
        {last.reason !== 'drill' && alarm.byPhone.length > 0 && (
          <span>
            请打电话：
            {alarm.byPhone.map(({ name, phone }, index) => (
              <span class="nowrap">
                {index > 0 && '、'}
                {name}
                <Phone phone={phone} />
              </span>
            ))}
          </span>
        )}
      </div>
      <div class="alarm-actions">
        <form method="post" action={path} hx-post={path}>
          <button type="submit" class="btn alarm-take">
            我来处理
          </button>
        </form>
        <a class="btn alarm-look" href={lookAt(alarm)}>
          {number ? '查看工单' : '查看'}
        </a>
      </div>
    </article>
  )
}

function NextCall({ alarm: { last, next }, clock }: { alarm: RingingAlarm; clock: Clock }) {
  if (!next || !last.dueAt) return null
  const seconds = Math.max(0, Math.ceil((last.dueAt.getTime() - clock.now.getTime()) / 1000))
  const callsAgain = next === last.name ? '再呼叫一次' : `呼叫${next}`
  return (
    <span class="nowrap" data-calls-in={String(seconds)} data-calls-at={String(last.dueAt.getTime())} data-next={callsAgain}>
      {` · ${saySeconds(seconds)}后${callsAgain}`}
    </span>
  )
}

function Phone({ phone }: { phone: string }) {
  if (phone === '') return null
  return (
    <a class="num nowrap alarm-phone" href={`tel:${phone}`}>
      {phone}
    </a>
  )
}

/** What the bar, the title of the page and the log call an alarm. */
export function sayAlarm({ headline, last }: Pick<RingingAlarm, 'headline' | 'last'>): string {
  switch (last.reason) {
    case 'unsaid':
      return `${headline}：提醒没有发出去，请人工到群里说`
    case 'stranger':
      return `陌生人私聊求助：像是${headline}`
    case 'duringDrill':
      return `演练时有人喊：像是${headline}，请马上核实`
    case 'emergency':
    case 'drill':
      return headline
  }
}

export function lookAt({ number, last }: Pick<RingingAlarm, 'number' | 'last'>): string {
  if (last.reason === 'stranger' || last.reason === 'duringDrill') return '/waiting'
  return number ? `/tickets/${number}` : '/pages'
}

/** How long in words: 47秒, 2分钟, 4分30秒, 1小时5分. */
export function saySeconds(seconds: number): string {
  if (seconds < 60) return `${seconds}秒`
  if (seconds < 3600) return seconds % 60 === 0 ? `${seconds / 60}分钟` : `${Math.floor(seconds / 60)}分${seconds % 60}秒`
  return `${Math.floor(seconds / 3600)}小时${Math.floor((seconds % 3600) / 60)}分`
}

function clockTime(at: Date, { timeZone }: Clock): string {
  return localTime(at, timeZone).toPlainTime().toString({ smallestUnit: 'minute' })
}
