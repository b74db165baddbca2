import type { AlertKind } from '../alert/alert.ts'
import type { Round } from '../alert/tell.ts'

type Words = { title: string; text: string; path: string }

/** What staff read by e-mail or in their own group: what is wrong, what to do, and where. Nobody's data. */
export const alertTexts = {
  say(kind: AlertKind, about: string, round: Round): Words {
    const { title, what, todo, path } = ALERTS[kind]
    if (round === 'ended') return { title: `已恢复：${title}`, text: `${about && `${about}：`}${OVER[kind]}`, path }
    return { title: round === 'repeated' ? `仍未恢复：${title}` : title, text: `${about && `${about}。`}${what}${todo}`, path }
  },

  test: (): Words => ({
    title: '测试提醒',
    text: '这是一条测试。收到它，说明机器人出问题时提醒能到您这里。',
    path: '/settings/alerts',
  }),

  /** Why an alert did not get through. */
  noMailServer: () => '连不上邮件服务器，请核对地址和端口。',
  silentMailServer: () => '邮件服务器没有回应。',
  mailSignInRefused: () => '邮件服务器不认这个账号或授权码。',
  mailAddressRefused: () => '邮件服务器不接受发件人或收件人的地址。',
  mailNotEncrypted: () => '和邮件服务器没有建立起加密连接。',
  mailRefused: (code: number | null) => `邮件服务器没有收下${code ? `（${code}）` : ''}。`,
  noWebhook: () => '连不上提醒地址，请核对。',
  silentWebhook: () => '提醒地址没有回应。',
  webhookRefused: (code: number) => `提醒地址没有收下（${code}）。`,
  robotRefused: (code: number) => `群机器人没有收下（错误 ${code}），请核对地址和它的安全设置。`,
}

const ALERTS: Record<AlertKind, { title: string; what: string; todo: string; path: string }> = {
  mustScan: {
    title: '机器人要重新扫码',
    what: '机器人的微信退出了登录，现在收不到也发不出群消息。',
    todo: '请打开“群与机器人”，用机器人的手机扫码。',
    path: '/bot',
  },
  refused: {
    title: '微信不让机器人登录',
    what: '微信拒绝了机器人的账号，现在收不到也发不出群消息。',
    todo: '请先用手机看账号有没有被限制，再到“群与机器人”查看怎么办。',
    path: '/bot',
  },
  noSync: {
    title: '机器人听不到群消息',
    what: '已经超过2分钟没有和微信对上，群里的话可能没有收到。',
    todo: '机器人正在自己重连；要是一直不好，请管理员在服务器上重新启动它。',
    path: '/bot',
  },
  botGone: {
    title: '机器人程序停了',
    what: '机器人的程序已经超过2分钟没有动静，现在收不到也发不出群消息，紧急情况也认不出来。',
    todo: '请管理员在服务器上重新启动它。',
    path: '/bot',
  },
  untaken: {
    title: '紧急情况还没有人接手',
    what: '值班的和负责人都呼叫过了，还没有人应答。',
    todo: '请马上打开“值班呼叫”接手，并打电话确认现场。',
    path: '/pages',
  },
  stuck: {
    title: '有话发不出去，请人代发',
    what: '微信没有收下机器人的话，多半是限制了发言，有话已经等了超过10分钟。',
    todo: '请打开“请您代发”，复制后由同事发到群里。',
    path: '/outbox/by-hand',
  },
  roomLeft: {
    title: '机器人不在一个群里了',
    what: '机器人被移出了这个群，听不到群里的话，要发的也发不出去。',
    todo: '需要它就请群主再拉它进群；不需要了，请到“群与机器人”解除绑定。',
    path: '/bot',
  },
}

const OVER: Record<AlertKind, string> = {
  mustScan: '机器人已重新登录，又能收发群消息了。停着的时候群里说的话，请到群里看一眼。',
  refused: '机器人又能登录了。',
  noSync: '机器人又和微信对上了。',
  botGone: '机器人的程序又在运行了。停着的时候群里说的话，请到群里看一眼。',
  untaken: '已经有人接手，或事情已经了结。',
  stuck: '等着的话已经说完，或已由人代发。',
  roomLeft: '机器人又在这个群里，或这个群已经解除绑定。不在的时候群里说的话，请到群里看一眼。',
}
