/** How the protocol writes what people send. */
export function writeText(text: string): string {
  return escapeXml(text).replaceAll('\n', '<br/>')
}

export function writeMedia(tag: string): string {
  return escapeXml(`<?xml version="1.0"?><msg><${tag} length="1024" md5="0" /></msg>`)
}

export function writeApp(type: number, title: string, inner = ''): string {
  return escapeTags(
    `<?xml version="1.0"?><msg><appmsg appid="" sdkver="0"><title>${title}</title><type>${type}</type>${inner}</appmsg></msg>`,
  )
}

export function writeRecall(id: string, nickname: string): string {
  const notice = `<replacemsg><![CDATA["${nickname}" 撤回了一条消息]]></replacemsg>`
  return escapeTags(`<sysmsg type="revokemsg"><revokemsg><oldmsgid>1</oldmsgid><msgid>${id}</msgid>${notice}</revokemsg></sysmsg>`)
}

function escapeXml(text: string): string {
  return escapeTags(text.replaceAll('&', '&amp;'))
}

function escapeTags(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
