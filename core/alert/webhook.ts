/** `plain`: one JSON object for a program of one's own; the others are what a 企业微信 or 钉钉 group robot understands. */
export const WEBHOOK_FORMATS = ['plain', 'wecom', 'dingtalk'] as const
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number]

/** `event` is for programs: `botGone.raised`. */
export type Message = { event: string; title: string; text: string; url: string; at: Date }

/** The body of the request. */
export function toBody(format: WebhookFormat, { event, title, text, url, at }: Message): unknown {
  switch (format) {
    case 'plain':
      return { event, title, text, url, at: at.toISOString() }
    case 'wecom':
      return { msgtype: 'text', text: { content: `【回音】${title}\n${text}\n${url}` } }
    case 'dingtalk':
      return {
        msgtype: 'markdown',
        markdown: { title: `【回音】${title}`, text: `### 【回音】${title}\n\n${text}\n\n[打开控制台](${url})` },
      }
  }
}
