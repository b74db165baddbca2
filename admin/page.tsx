import type { Context } from 'hono'
import { deleteCookie } from 'hono/cookie'
import type { Child } from 'hono/jsx'
import { NOTICE_COOKIE } from './answer.tsx'
import type { Console } from './app.tsx'
import { readShell } from './shell.ts'
import { Page, type PageHead } from './views/layout.tsx'

/** A whole page in the shell: `return drawPage(c, { title: '工单', nav: 'tickets' }, <TicketList … />)`. */
export async function drawPage(c: Context<Console>, head: PageHead, content: Child): Promise<Response> {
  const shell = await readShell(c)
  if (shell.said) deleteCookie(c, NOTICE_COOKIE, { path: '/' })
  return c.html(
    <Page {...head} shell={shell}>
      {content}
    </Page>,
  )
}
