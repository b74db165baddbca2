import { describe, expect, test } from 'vitest'
import { type AlertKind, judge, type OpenAlert, type Snapshot } from '../../core/alert/alert.ts'
import { afterTrying, type Round, roundOf, type Telling } from '../../core/alert/tell.ts'
import { toBody, type WebhookFormat } from '../../core/alert/webhook.ts'
import { parseEnv, withoutSecrets } from '../../core/env.ts'

const at = (time: string) => new Date(`2026-11-21T${time}+08:00`)
const NOW = at('10:00:00')
type Channel = Snapshot['accounts'][number]

function snapshot(channel: Partial<Channel> | null, rest: Partial<Snapshot> = {}): Snapshot {
  const fine: Channel = {
    name: 'wechat4u',
    account: 'main',
    state: 'online',
    changedAt: at('08:00:00'),
    syncedAt: at('09:59:50'),
    aliveAt: at('09:59:55'),
    startedAt: at('07:59:00'),
  }
  return { accounts: channel ? [{ ...fine, ...channel }] : [], untaken: [], stuck: [], left: [], ...rest }
}

function open(kind: AlertKind, key = `${kind} wechat4u`, raisedAt = at('09:50:00')): OpenAlert {
  return { id: 7, kind, key, raisedAt }
}

const EMERGENCY = { communityId: 3, incident: 'ticket 12', headline: '5栋燃气泄漏', calledAt: at('09:57:59') }

describe('what is wrong', () => {
  test.each<[string, Snapshot, string[]]>([
    ['nothing was ever started', snapshot(null), []],
    ['all is well', snapshot({}), []],
    ['somebody must scan', snapshot({ state: 'needsScan' }), ['mustScan wechat4u']],
    ['the account is logged out', snapshot({ state: 'loggedOut' }), ['mustScan wechat4u']],
    ['the account is refused', snapshot({ state: 'refused' }), ['refused wechat4u']],
    ['nothing has synced for two minutes', snapshot({ syncedAt: at('09:57:59') }), ['noSync wechat4u']],
    [
      'nothing syncs while reconnecting',
      snapshot({ state: 'reconnecting', changedAt: at('09:59:00'), syncedAt: at('09:57:59') }),
      ['noSync wechat4u'],
    ],
    ['two minutes are not over', snapshot({ syncedAt: at('09:58:00') }), []],
    ['it has just logged in', snapshot({ changedAt: at('09:59:00'), syncedAt: at('07:00:00') }), []],
    ['it has just started', snapshot({ state: 'reconnecting', startedAt: at('09:59:00'), syncedAt: at('07:00:00') }), []],
    ['it never synced, as a sandbox', snapshot({ syncedAt: null }), []],
    ['the process is gone, whatever it said last', snapshot({ state: 'needsScan', aliveAt: at('09:57:59') }), ['botGone wechat4u']],
    ['a process of old that told no heartbeat', snapshot({ aliveAt: null }), []],
    ['the head was called and nobody answers', snapshot({}, { untaken: [EMERGENCY] }), ['untaken 3 ticket 12']],
    ['the head was called a moment ago', snapshot({}, { untaken: [{ ...EMERGENCY, calledAt: at('09:58:00') }] }), []],
    ['words have been stuck for long', snapshot({}, { stuck: [{ communityId: 3, since: at('09:49:59') }] }), ['stuck 3']],
    ['words are stuck', snapshot({}, { stuck: [{ communityId: 3, since: at('09:50:00') }] }), []],
    ['the bot was put out of a group', snapshot({}, { left: [{ communityId: 3, roomId: 5, topic: '和风苑业主群' }] }), ['roomLeft 5']],
  ])('%s', (_, seen, keys) => {
    expect(judge(seen, [], NOW).raise.map(({ key }) => key)).toEqual(keys)
  })

  test('is raised once, with what people must know', () => {
    const seen = snapshot({ state: 'needsScan' }, { untaken: [EMERGENCY] })
    expect(judge(seen, [open('mustScan')], NOW)).toEqual({
      raise: [{ kind: 'untaken', key: 'untaken 3 ticket 12', communityId: 3, about: '5栋燃气泄漏' }],
      end: [],
      drop: [],
    })
  })
})

test('what is wrong with an account that was given up is dropped, not called off', () => {
  const alerts = [open('botGone', 'botGone wechat4u west'), { ...open('untaken', 'untaken 3 ticket 12'), id: 8 }]
  expect(judge(snapshot({}), alerts, NOW)).toEqual({ raise: [], end: [8], drop: [7] })
})

test('of several accounts each is told by its name, and one that is well does not call off the alert of the other', () => {
  const [main] = snapshot({ state: 'needsScan' }).accounts
  const west = { ...main!, account: '西区', state: 'refused' as const }
  const seen = snapshot(null, { accounts: [main!, west] })
  expect(judge(seen, [], NOW).raise).toEqual([
    { kind: 'mustScan', key: 'mustScan wechat4u', communityId: null, about: '账号“main”' },
    { kind: 'refused', key: 'refused wechat4u 西区', communityId: null, about: '账号“西区”' },
  ])

  const alerts = [open('mustScan'), { ...open('refused', 'refused wechat4u 西区'), id: 8 }]
  const startsAgain = { ...west, state: 'starting' as const }
  expect(judge(snapshot(null, { accounts: [{ ...main!, state: 'online' }, startsAgain] }), alerts, NOW).end).toEqual([7])
})

test.each<[string, OpenAlert, Partial<Channel>, boolean]>([
  ['who must scan has scanned', open('mustScan'), {}, true],
  ['the bot only starts again', open('mustScan'), { state: 'starting' }, false],
  ['the process is gone now', open('mustScan'), { aliveAt: at('09:57:00') }, false],
  ['another code is to be scanned', open('mustScan'), { state: 'loggedOut' }, false],
  ['the account is refused instead', open('mustScan'), { state: 'refused' }, false],
  ['it logs in anew but has not synced', open('noSync'), { changedAt: at('09:59:00'), syncedAt: at('09:48:00') }, false],
  ['it has synced again', open('noSync'), { syncedAt: at('09:59:00') }, true],
  ['the process is back', open('botGone'), { state: 'starting' }, true],
  ['the emergency rings no more', open('untaken', 'untaken 3 ticket 12'), {}, true],
  ['the words are said', open('stuck', 'stuck 3'), {}, true],
  ['the bot is in the group again', open('roomLeft', 'roomLeft 5'), {}, true],
])('%s: is it over?', (_, alert, channel, isOver) => {
  expect(judge(snapshot(channel), [alert], NOW).end).toEqual(isOver ? [7] : [])
})

function telling(more: Partial<Telling>): Telling {
  const fresh = { toldAt: null, endToldAt: null, triedAt: null, endedAt: null, attempts: 0, toldWays: [] }
  return { kind: 'mustScan', raisedAt: at('09:00:00'), ...fresh, ...more }
}

test.each<[string, Telling, Round | null]>([
  ['untold', telling({}), 'raised'],
  ['being told by another process', telling({ triedAt: at('09:59:30') }), null],
  ['told and not over', telling({ toldAt: at('09:30:01'), triedAt: at('09:30:01') }), null],
  ['told half an hour ago and not over', telling({ toldAt: at('09:30:00'), triedAt: at('09:30:00') }), 'repeated'],
  ['an emergency told long ago', telling({ kind: 'untaken', toldAt: at('09:00:00') }), null],
  ['words told long ago', telling({ kind: 'stuck', toldAt: at('09:00:00') }), null],
  ['over', telling({ toldAt: at('09:30:00'), endedAt: at('09:59:59') }), 'ended'],
  ['over before anybody was told', telling({ endedAt: at('09:59:59') }), null],
  ['called off', telling({ toldAt: at('09:30:00'), endedAt: at('09:40:00'), endToldAt: at('09:41:00') }), null],
  ['failed once, 29 seconds ago', telling({ attempts: 1, triedAt: at('09:59:31') }), null],
  ['failed once, 30 seconds ago', telling({ attempts: 1, triedAt: at('09:59:30') }), 'raised'],
  ['failed three times, two minutes ago', telling({ attempts: 3, triedAt: at('09:58:00') }), 'raised'],
  ['failed often, 14 minutes ago', telling({ attempts: 20, triedAt: at('09:46:00') }), null],
  ['failed often, 15 minutes ago', telling({ attempts: 20, triedAt: at('09:45:00') }), 'raised'],
])('an alert that is %s', (_, alert, round) => {
  expect(roundOf(alert, NOW)).toBe(round)
})

describe('after trying', () => {
  const mailFails = { way: 'mail' as const, problem: '邮件服务器没有回应。' }
  const hookTakes = { way: 'webhook' as const, problem: null }

  test('a round is over when everybody was told', () => {
    expect(afterTrying(telling({ attempts: 2, toldWays: ['webhook'] }), 'raised', [{ way: 'mail', problem: null }], NOW)).toEqual({
      toldAt: NOW,
      endToldAt: null,
      attempts: 0,
      toldWays: [],
      lastError: null,
    })
  })

  test('only who was not reached is tried again', () => {
    expect(afterTrying(telling({}), 'raised', [mailFails, hookTakes], NOW)).toEqual({
      toldAt: null,
      endToldAt: null,
      attempts: 1,
      toldWays: ['webhook'],
      lastError: '邮件服务器没有回应。',
    })
  })

  test('a server that never answers does not keep the others from being told again, nor an end open', () => {
    const tired = telling({ attempts: 5, toldWays: ['webhook'] })
    expect(afterTrying(tired, 'raised', [mailFails], NOW)).toMatchObject({ toldAt: NOW, attempts: 0, lastError: '邮件服务器没有回应。' })
    expect(afterTrying(telling({ attempts: 5 }), 'raised', [mailFails], NOW)).toMatchObject({ toldAt: null, attempts: 6 })
    expect(afterTrying(telling({ attempts: 5, toldAt: NOW }), 'ended', [mailFails], NOW)).toMatchObject({ endToldAt: NOW, attempts: 0 })
  })
})

test.each<[WebhookFormat, unknown]>([
  ['plain', { event: 'botGone.raised', title: '停了', text: '请重启。', url: 'https://hy.test/bot', at: '2026-11-21T02:00:00.000Z' }],
  ['wecom', { msgtype: 'text', text: { content: '【回音】停了\n请重启。\nhttps://hy.test/bot' } }],
  [
    'dingtalk',
    { msgtype: 'markdown', markdown: { title: '【回音】停了', text: '### 【回音】停了\n\n请重启。\n\n[打开控制台](https://hy.test/bot)' } },
  ],
])('the body for %s', (format, body) => {
  expect(toBody(format, { event: 'botGone.raised', title: '停了', text: '请重启。', url: 'https://hy.test/bot', at: NOW })).toEqual(body)
})

describe('the environment', () => {
  const MAIL = {
    SMTP_URL: 'smtps://hy:s3cret@smtp.example.com',
    ALERT_MAIL_FROM: 'hy@example.com',
    ALERT_MAIL_TO: 'a@example.com, b@example.com',
  }

  test('names several people, and neither the mail account nor the address of a robot is printed', () => {
    const env = parseEnv({ ...MAIL, ALERT_WEBHOOK: 'https://robot.example.com/send?key=s3cret' })
    expect(env.ALERT_MAIL_TO).toEqual(['a@example.com', 'b@example.com'])
    expect(JSON.stringify(withoutSecrets(env))).not.toContain('s3cret')
  })

  test.each([
    [{ ...MAIL, ALERT_MAIL_TO: '' }, /^SMTP_URL: goes together/],
    [{ ...MAIL, SMTP_URL: 'https://smtp.example.com' }, /^SMTP_URL: must be an address/],
    [{ ...MAIL, ALERT_MAIL_TO: 'nobody' }, /^ALERT_MAIL_TO/],
    [{ ALERT_WEBHOOK: 'robot' }, /^ALERT_WEBHOOK/],
    [{ ALERT_WEBHOOK_FORMAT: 'slack' }, /^ALERT_WEBHOOK_FORMAT/],
  ])('is refused as a whole when it is half set: %j', (variables, sentence) => {
    expect(() => parseEnv(variables)).toThrow(sentence)
  })
})
