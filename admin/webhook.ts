import * as z from 'zod'
import { toBody, type WebhookFormat } from '../core/alert/webhook.ts'
import { texts } from '../core/texts/texts.ts'
import { UntoldAlert, type Way } from './alerts.ts'

const TIMEOUT_MS = 10_000

/** A group robot answers 200 even when it takes nothing. */
const RobotAnswer = z.object({ errcode: z.number() })

/** Posts alerts to an address whose path holds the secret of a group robot. */
export function webhookWay({ url, format }: { url: string; format: WebhookFormat }): Way {
  return {
    name: 'webhook',
    shown: `${FORMAT_NAMES[format]} ${new URL(url).host}/…`,
    async tell(message) {
      const response = await post(url, toBody(format, message))
      if (!response.ok) throw new UntoldAlert(texts.alert.webhookRefused(response.status))
      if (format === 'plain') return
      const answer = RobotAnswer.safeParse(await response.json().catch(() => null))
      if (answer.success && answer.data.errcode !== 0) throw new UntoldAlert(texts.alert.robotRefused(answer.data.errcode))
    },
  }
}

const FORMAT_NAMES: Record<WebhookFormat, string> = { plain: '程序接口', wecom: '企业微信群机器人', dingtalk: '钉钉群机器人' }

/** What fetch throws may name the address with its secret: only what kind of trouble it was is told. */
async function post(url: string, body: unknown): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch (error) {
    throw new UntoldAlert((error as Error).name === 'TimeoutError' ? texts.alert.silentWebhook() : texts.alert.noWebhook())
  }
}
