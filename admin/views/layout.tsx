import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import { assetUrl } from '../assets.ts'
import { mayOpen } from '../rights.ts'
import type { Shell } from '../shell.ts'
import { AlarmBar } from './alarm.tsx'
import { Icon, type IconName, Mark } from './icon.tsx'
import { Avatar, Notice, ROLE_NAMES } from './parts.tsx'

type Destination = { key: string; href: string; icon: IconName; label: string; isFirst?: boolean }

/** What waits for somebody, what is written and looked up, what is set up; `isFirst` begins the next part. */
const NAVIGATION = [
  { key: 'communities', href: '/communities', icon: 'houses', label: '所有社区' },
  { key: 'today', href: '/today', icon: 'sun', label: '今天' },
  { key: 'tickets', href: '/tickets', icon: 'ticket', label: '工单' },
  { key: 'intake', href: '/intake', icon: 'plus', label: '登记' },
  { key: 'echoes', href: '/echoes', icon: 'echo', label: '回音' },
  { key: 'callbacks', href: '/callbacks', icon: 'phone', label: '回访' },
  { key: 'waiting', href: '/waiting', icon: 'waiting', label: '待人工' },
  { key: 'signals', href: '/signals', icon: 'spark', label: '苗头' },
  { key: 'outbox', href: '/outbox', icon: 'outbox', label: '待发消息' },
  { key: 'pages', href: '/pages', icon: 'bell', label: '值班呼叫' },
  { key: 'figures', href: '/figures', icon: 'chart', label: '收集与解决', isFirst: true },
  { key: 'announcements', href: '/announcements', icon: 'megaphone', label: '通知与活动' },
  { key: 'articles', href: '/articles', icon: 'book', label: '知识库' },
  { key: 'silences', href: '/silences', icon: 'quiet', label: '为什么没回' },
  { key: 'bot', href: '/bot', icon: 'robot', label: '群与机器人', isFirst: true },
  { key: 'settings', href: '/settings', icon: 'settings', label: '设置' },
  { key: 'sandbox', href: '/sandbox', icon: 'flask', label: '沙盒' },
] as const satisfies readonly Destination[]

export type NavKey = (typeof NAVIGATION)[number]['key']

/** What a route says about its page; the shell around it comes from the request. */
export type PageHead = { title: string; nav: NavKey | null; lead?: string; actions?: Child }

type PageProps = PageHead & { shell: Shell; children: Child }

export function Page({ title, nav, lead, actions, shell, children }: PageProps) {
  return (
    <Document title={`${title} · ${shell.community}`} nonce={shell.nonce} live={true}>
      <a class="skip" href="#main">
        跳到正文
      </a>
      <div class="alarms" id="alarms" hx-get="/live/alarms" hx-swap="innerMorph" hx-trigger="pages from:body delay:100ms">
        <AlarmBar alarms={shell.alarms} clock={shell.clock} />
      </div>
      <div class="shell">
        <Topbar shell={shell} />
        <Rail nav={nav} shell={shell} />
        <main class="main" id="main" tabindex={-1}>
          <div class="main-inner">
            <div class="banners" hx-get="/live/banners" hx-trigger="channels from:body delay:400ms, every 60s">
              <Banners shell={shell} />
            </div>
            <header class="page-head">
              <div>
                <h1>{title}</h1>
                {lead && <p>{lead}</p>}
              </div>
              {actions && <div class="page-actions">{actions}</div>}
            </header>
            {children}
          </div>
        </main>
      </div>
      <div id="live" hidden={true} {...{ 'hx-sse:connect': '/live' }} />
      <Furniture said={shell.said} />
    </Document>
  )
}

/** A page without the rail: signing in, the first link, trouble. */
export function AlonePage({ title, nonce, children }: { title: string; nonce: string; children: Child }) {
  return (
    <Document title={title} nonce={nonce} live={false}>
      <main class="alone">
        <div class="alone-box">
          <div class="alone-brand">
            <Mark size={40} />
            <div>
              <strong>回音</strong>
              <span>事事有回音</span>
            </div>
          </div>
          {children}
        </div>
      </main>
    </Document>
  )
}

export function Banners({ shell }: { shell: Shell }) {
  return (
    <>
      {shell.banners.map((banner) => (
        <div class={`banner ${banner.tone === 'info' ? '' : `banner-${banner.tone}`}`} role={banner.tone === 'stop' ? 'alert' : undefined}>
          <Icon name={banner.tone === 'info' ? 'info' : 'alert'} />
          <span>{banner.text}</span>
          {banner.link && <a href={banner.link.href}>{banner.link.label}</a>}
        </div>
      ))}
    </>
  )
}

/** New figures for the rail, each into its own place. */
export function CountPartials({ shell }: { shell: Shell }) {
  return (
    <>
      {Object.entries({ ...shell.counts, all: sumCounts(shell.counts) }).map(([key, count]) => (
        <hx-partial hx-target={`[data-count="${key}"]`} hx-swap="innerHTML">
          {sayCount(count)}
        </hx-partial>
      ))}
    </>
  )
}

function Document({ title, nonce, live, children }: { title: string; nonce: string; live: boolean; children: Child }) {
  return html`<!doctype html>${(
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="htmx-config" content='{"includeIndicatorCSS":false,"history":false}' />
        <title>{title}</title>
        <link rel="icon" href={assetUrl('favicon.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={assetUrl('tabler.css')} />
        <link rel="stylesheet" href={assetUrl('console.css')} />
        <link rel="stylesheet" href={assetUrl('desk.css')} />
        {live && <script src={assetUrl('htmx.js')} nonce={nonce} defer={true} />}
        {live && <script src={assetUrl('alarm.js')} nonce={nonce} defer={true} />}
        <script src={assetUrl('console.js')} nonce={nonce} defer={true} />
      </head>
      <body>{children}</body>
    </html>
  )}`
}

function Topbar({ shell }: { shell: Shell }) {
  return (
    <header class="topbar">
      <button type="button" class="topbar-menu" data-menu aria-expanded="false" aria-controls="rail" aria-label="打开菜单">
        <Icon name="menu" size={22} />
        <Icon name="close" size={22} />
        <span class="count" data-count="all">
          {sayCount(sumCounts(shell.counts))}
        </span>
      </button>
      <strong>{shell.community}</strong>
      <a href="/account" aria-label="我的账号">
        <Avatar name={shell.staff.name} />
      </a>
    </header>
  )
}

function Rail({ nav, shell }: { nav: NavKey | null; shell: Shell }) {
  return (
    <div class="rail" id="rail">
      <a class="rail-brand" href="/today">
        <Mark size={34} />
        <div>
          <strong>回音</strong>
          <span>{shell.community}</span>
        </div>
      </a>
      <nav
        class="rail-nav"
        aria-label="主导航"
        hx-get="/live/counts"
        hx-swap="none"
        hx-trigger="tickets from:body delay:400ms, messages from:body delay:400ms, outbox from:body delay:400ms, signals from:body delay:400ms, pages from:body delay:400ms"
      >
        {NAVIGATION.filter(({ key }) => isShown(key, shell)).map(({ key, href, icon, label, ...place }) => (
          <a class={`rail-link ${'isFirst' in place ? 'rail-part' : ''}`} href={href} aria-current={key === nav ? 'page' : undefined}>
            <Icon name={icon} size={20} />
            {label}
            {key in shell.counts && (
              <span class="count" data-count={key}>
                {sayCount(shell.counts[key as keyof Shell['counts']])}
              </span>
            )}
          </a>
        ))}
      </nav>
      <div class="rail-foot">
        <a class="rail-me" href="/account">
          <Avatar name={shell.staff.name} />
          <span>
            <b>{shell.staff.name}</b>
            <small>{ROLE_NAMES[shell.staff.role]}</small>
          </span>
        </a>
        <form method="post" action="/sign-out">
          <button type="submit" class="rail-link">
            <Icon name="signOut" size={20} />
            退出登录
          </button>
        </form>
      </div>
    </div>
  )
}

/** What every page keeps at hand: the place for notices, the one dialog that asks, the words for a lost connection. */
function Furniture({ said }: { said: string | null }) {
  return (
    <>
      <div class="toasts" id="toasts" role="status" aria-live="polite">
        {said && <Notice text={said} />}
      </div>
      <template id="offline-notice">
        <Notice text="没有连上服务器，刚才的操作没有完成。请检查网络后再试一次。" bad={true} />
      </template>
      <dialog class="sheet" id="confirm" aria-labelledby="confirm-title">
        <form method="dialog">
          <div class="sheet-body">
            <h2 id="confirm-title">请确认</h2>
            <p data-question="" />
          </div>
          <div class="sheet-foot">
            <button type="submit" class="btn" value="no">
              取消
            </button>
            <button type="submit" class="btn btn-primary" value="yes" data-yes="">
              确定
            </button>
          </div>
        </form>
      </dialog>
    </>
  )
}

function isShown(key: NavKey, shell: Shell): boolean {
  if (!mayOpen(shell.staff, `/${key}`)) return false
  if (key === 'sandbox') return shell.hasSandbox
  if (key === 'intake') return shell.staff.role !== 'viewer'
  if (key === 'settings') return shell.staff.role !== 'viewer' && shell.staff.role !== 'gridWorker'
  return true
}

function sumCounts(counts: Shell['counts']): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

function sayCount(count: number): string {
  if (count === 0) return ''
  return count > 99 ? '99+' : String(count)
}
