import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import * as z from 'zod'
import { Refusal, type RefusalCode } from '../core/errors.ts'
import { refusalTexts } from '../core/texts/refusal.ts'
import { isPartial } from './answer.tsx'
import { HandlerTrouble } from './views/handler.tsx'
import { AlonePage } from './views/layout.tsx'
import { NoticePartial } from './views/parts.tsx'

z.config(z.locales.zhCN())

type Trouble = { status: ContentfulStatusCode; title: string; text: string; fields: readonly string[]; reload?: boolean }

const REFUSAL_STATUS: Record<RefusalCode, ContentfulStatusCode> = {
  'not-found': 404,
  'not-allowed': 403,
  'illegal-move': 409,
  'other-estate': 409,
  ended: 409,
  stale: 409,
  incomplete: 422,
  past: 422,
  'step-open': 422,
  unagreed: 422,
  duplicate: 409,
  'in-use': 409,
  'other-account': 409,
  'last-administrator': 409,
}

const HTTP_TROUBLES: Record<number, string> = {
  401: '登录已过期，刚才的没有保存。请在新窗口登录，再回到这里提交一次，填的内容还在。',
  403: '这次提交不是从本控制台的页面发出的，为安全起见没有执行。请回到页面重新操作。',
  404: '没有这个页面。地址可能输错了，或内容已被移走。',
  413: '提交的内容太大了。照片请压缩到 10 MB 以内再试。',
  429: '操作太频繁了，请稍等一分钟再试。',
}

/** A chat may break a long address in two. */
const BROKEN_LINK = '这个链接不完整，或已经用不了。请向给您链接的社区工作人员再要一次。'

/** Turns whatever was thrown into words: a notice inside a page, a page in a browser. Reports only what is our fault. */
export function answerError(error: unknown, c: Context, report: (error: unknown) => void): Response | Promise<Response> {
  const trouble = explain(error, c.req.method)
  if (trouble.status >= 500) report(error)
  c.status(trouble.status)
  if (isPartial(c)) return c.html(<NoticePartial {...trouble} bad={true} signIn={trouble.status === 401} />)
  const [, door, token = ''] = c.req.path.split('/')
  if (door === 't') {
    const shown = trouble.status === 404 ? { text: BROKEN_LINK, token: '' } : { text: trouble.text, token }
    return c.html(<HandlerTrouble {...shown} nonce={c.get('secureHeadersNonce') ?? ''} />)
  }
  return c.html(<TroublePage trouble={trouble} nonce={c.get('secureHeadersNonce') ?? ''} from={pageBefore(c)} />)
}

function explain(error: unknown, method: string): Trouble {
  if (error instanceof Refusal) {
    return {
      status: REFUSAL_STATUS[error.code],
      title: '没有完成',
      text: sayRefusal(error, method),
      fields: [],
      reload: error.code === 'stale',
    }
  }
  if (error instanceof z.ZodError) return explainFields(error)
  if (error instanceof HTTPException && error.status < 500) {
    const text = HTTP_TROUBLES[error.status] ?? '这个请求无法完成，请回到上一页重试。'
    return { status: error.status as ContentfulStatusCode, title: error.status === 404 ? '找不到页面' : '没有完成', text, fields: [] }
  }
  return {
    status: 500,
    title: '出了点问题',
    text: '系统出错了，刚才的操作可能没有完成。请稍后再试；一直这样，请把时间告诉管理员。',
    fields: [],
  }
}

/** Who may not check what they did themselves, and whom a page is not for, are told that; the rest is beyond their role. */
function sayRefusal({ code, facts }: Refusal, method: string): string {
  if (code !== 'not-allowed') return refusalTexts[code]
  if (facts['action'] === 'verify') return refusalTexts.verifiesOwn
  return 'path' in facts && method === 'GET' ? refusalTexts.notForRole : refusalTexts[code]
}

function explainFields(error: z.ZodError): Trouble {
  const messages = [...new Set(error.issues.map((issue) => issue.message))]
  const fields = [...new Set(error.issues.map((issue) => String(issue.path[0] ?? '')))].filter((name) => name !== '')
  return { status: 422, title: '请检查填写的内容', text: `没有保存，请检查：\n${messages.join('\n')}`, fields }
}

/** The page whose form was sent, when it is one of ours. */
function pageBefore(c: Context): string {
  const referer = c.req.header('referer')
  const url = referer && URL.canParse(referer) ? new URL(referer) : null
  return url && url.host === c.req.header('host') ? url.pathname + url.search : '/'
}

function TroublePage({ trouble, nonce, from }: { trouble: Trouble; nonce: string; from: string }) {
  return (
    <AlonePage title={trouble.title} nonce={nonce}>
      <div class="alone-card">
        <h1>{trouble.title}</h1>
        <p class="lines">{trouble.text}</p>
        {trouble.reload && (
          <a class="btn btn-primary mb-2" href={from}>
            查看最新内容
          </a>
        )}
        <a class={`btn ${trouble.reload ? '' : 'btn-primary'}`} href="/">
          回到首页
        </a>
      </div>
    </AlonePage>
  )
}
