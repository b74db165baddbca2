/** What staff read of the bot's own account, and how the inbox shows what is no text. */
export const channelTexts = {
  /** One of several, by the operator's name of it. */
  account: (name: string) => `账号“${name}”`,
  scanHere: () => '请用机器人的微信扫码登录：',
  scanned: () => '已扫码，请在手机上点“登录”。',
  loggedOut: () => '微信已退出登录，请等新的二维码出现后重新扫码。',
  loginTrouble: () => '微信登录出错，正在重试。',
  mustScanAgain: () => '微信要求重新登录，请准备重新扫码。',
  refused: (reason: string) =>
    `微信不让这个账号登录：${reason.replace(/[。\s]+$/, '')}。请换一个已实名、用了一段时间的账号；过一会儿会出现新的二维码。`,
  unstable: () => '与微信的连接不稳定，正在自动重连。',

  renamed: (topic: string) => `群名改为“${topic}”`,

  /** By the name wechaty gives a message type. */
  labels: {
    Attachment: '[文件]',
    ChatHistory: '[聊天记录]',
    Contact: '[名片]',
    Emoticon: '[动画表情]',
    GroupNote: '[群待办]',
    Location: '[位置]',
    MiniProgram: '[小程序]',
    Post: '[视频号]',
    RedEnvelope: '[红包]',
    Transfer: '[转账]',
    Url: '[链接]',
    Video: '[视频]',
  } as Record<string, string>,
}
