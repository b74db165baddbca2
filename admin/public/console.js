// Menu, dialogs, confirmations, notices. Pages work without it except where htmx is needed.
const NOTICE_MS = 6000
const WRITING_MS = 60_000
/** The second click of a double click. */
const SECOND_CLICK_MS = 400
const openedAt = new WeakMap()
let pressedOn = null

document.addEventListener('click', (event) => {
  const pressed = event.target.closest('[data-menu],[data-open],[data-close],[data-dismiss],[data-reload],[data-copy],[data-copy-from]')
  if (!pressed) {
    if (isBackdropPressed(event.target)) event.target.close()
    return
  }
  if (pressed.matches('[data-menu]')) toggleMenu(pressed)
  if (pressed.dataset.open) showDialog(document.querySelector(pressed.dataset.open))
  if (pressed.matches('[data-close]')) pressed.closest('dialog')?.close()
  if (pressed.matches('[data-reload]')) location.reload()
  if (pressed.matches('[data-dismiss]')) pressed.closest('.notice')?.remove()
  if (pressed.matches('[data-copy],[data-copy-from]')) void copyText(pressed)
})

// A mouse that marks text in a form may be let go beside it, and what was typed is not thrown away by one wrong click or key.
document.addEventListener('pointerdown', (event) => {
  pressedOn = event.target
})
document.addEventListener('input', (event) => {
  const dialog = event.target.closest('dialog')
  if (dialog) dialog.dataset.typed = 'yes'
})
document.addEventListener('cancel', (event) => event.target.dataset?.typed && event.preventDefault(), true)
document.addEventListener('close', (event) => delete event.target.dataset?.typed, true)

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && document.documentElement.classList.contains('rail-open')) toggleMenu(document.querySelector('[data-menu]'))
  if (event.key !== '/' || event.target.closest('input, textarea, select, dialog')) return
  const search = document.querySelector('[data-search]')
  if (!search) return
  event.preventDefault()
  search.focus()
})

// A form or button with hx-confirm asks in our own dialog; so does a plain form with data-confirm.
document.addEventListener('htmx:confirm', (event) => {
  event.preventDefault()
  void askToConfirm(event.detail.ctx.confirm, event.target).then((yes) => (yes ? event.detail.issueRequest() : event.detail.dropRequest()))
})

document.addEventListener('submit', async (event) => {
  const form = event.target
  if (!form.dataset.confirm || form.dataset.confirmed) return
  event.preventDefault()
  if (!(await askToConfirm(form.dataset.confirm, event.submitter ?? form))) return
  form.dataset.confirmed = 'yes'
  form.requestSubmit(event.submitter)
})

document.addEventListener('htmx:before:request', (event) => {
  if (event.detail.ctx.request.method !== 'GET') clearFaults(event.target)
})
document.addEventListener('htmx:after:swap', (event) => {
  countDown()
  const { sourceElement, response } = event.detail.ctx ?? {}
  // What was refused has brought a notice, and nothing to open.
  const opens = response?.status < 400 && sourceElement?.dataset?.openAfter
  if (opens && !document.querySelector(opens).open) showDialog(document.querySelector(opens))
  for (const notice of document.querySelectorAll('.notice:not([data-seen])')) showNotice(notice, sourceElement)
})
document.addEventListener('htmx:error', (event) => {
  // A list that refreshes itself tries again by itself.
  if (!event.target.matches?.('a, button, form, input, select, textarea')) return
  const template = document.querySelector('#offline-notice')
  const toasts = document.querySelector('#toasts')
  if (!template || !toasts) return
  toasts.append(template.content.cloneNode(true))
  showNotice(toasts.lastElementChild)
})

// A filter applies as soon as it is chosen.
document.addEventListener('change', (event) => {
  if (event.target.matches('[data-pick-all]')) for (const pick of document.querySelectorAll('.pick')) pick.checked = event.target.checked
  if (event.target.matches('[data-submit]')) event.target.form.requestSubmit()
})

// An open dialog covers the corner where notices stand: they go along with it.
document.addEventListener('close', () => document.body.append(document.querySelector('#toasts')), true)

countDown()
setInterval(countDown, 500)

for (const notice of document.querySelectorAll('.notice')) showNotice(notice)

// Colleagues on the same ticket see that something is written here, until a minute after the last key.
let stopsWriting
document.addEventListener('input', (event) => {
  const field = document.querySelector('#beside-editing')
  if (!field || !event.target.closest('.ticket-page, #sheet')) return
  clearTimeout(stopsWriting)
  stopsWriting = setTimeout(() => sayWriting(field, ''), WRITING_MS)
  if (field.value === '') sayWriting(field, 'yes')
})
document.addEventListener('htmx:after:request', (event) => {
  const field = document.querySelector('#beside-editing')
  if (field?.value && event.detail.ctx?.request?.method === 'POST' && !event.target.matches?.('textarea, fieldset')) sayWriting(field, '')
})

function sayWriting(field, value) {
  field.value = value
  document.querySelector('#beside').dispatchEvent(new Event('typing'))
}

function toggleMenu(button) {
  const open = document.documentElement.classList.toggle('rail-open')
  button.setAttribute('aria-expanded', String(open))
  if (open) document.querySelector('.rail-link')?.focus()
  else button.focus()
}

function showDialog(dialog) {
  if (!dialog) return
  dialog.showModal()
  openedAt.set(dialog, performance.now())
}

function isBackdropPressed(dialog) {
  if (!dialog.matches('dialog') || pressedOn !== dialog || dialog.dataset.typed) return false
  return performance.now() - (openedAt.get(dialog) ?? 0) > SECOND_CLICK_MS
}

async function copyText(button) {
  const text = button.dataset.copy || document.querySelector(button.dataset.copyFrom).textContent
  await writeClipboard(text)
  const before = button.textContent
  button.textContent = '已复制'
  setTimeout(() => (button.textContent = before), 1500)
}

// navigator.clipboard exists only on https and localhost; a console in the office network is often neither.
async function writeClipboard(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}

function askToConfirm(question, source) {
  const dialog = document.querySelector('#confirm')
  dialog.querySelector('[data-question]').textContent = question
  dialog.querySelector('[data-yes]').textContent = source.closest('[data-confirm-yes]')?.dataset.confirmYes || '确定'
  dialog.returnValue = ''
  showDialog(dialog)
  return new Promise((resolve) => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }))
}

function showNotice(notice, source) {
  notice.dataset.seen = 'yes'
  document.querySelector('dialog[open]')?.append(document.querySelector('#toasts'))
  for (const other of document.querySelectorAll('.notice')) if (other !== notice && other.textContent === notice.textContent) other.remove()
  for (const name of (notice.dataset.fields ?? '').split(' ').filter(Boolean)) markFault(source, name)
  source?.querySelector?.('[aria-invalid]')?.focus()
  if (!notice.classList.contains('notice-bad')) setTimeout(() => notice.remove(), NOTICE_MS)
}

// The server says how many seconds are left; its clock and the browser's need not agree.
function countDown() {
  for (const button of document.querySelectorAll('[data-left]')) {
    if (button.dataset.seenLeft !== button.dataset.left) {
      button.dataset.seenLeft = button.dataset.left
      button.dataset.endsAt = String(performance.now() + Number(button.dataset.left) * 1000)
    }
    const seconds = Math.ceil((Number(button.dataset.endsAt) - performance.now()) / 1000)
    button.textContent = seconds > 0 ? `撤回（${seconds}秒）` : '撤回'
  }
}

function markFault(source, name) {
  const field = source?.closest?.('form')?.elements?.namedItem(name)
  if (!field?.classList) return
  field.classList.add('is-invalid')
  field.setAttribute('aria-invalid', 'true')
}

function clearFaults(source) {
  for (const field of source.querySelectorAll?.('[aria-invalid]') ?? []) {
    field.classList.remove('is-invalid')
    field.removeAttribute('aria-invalid')
  }
  for (const notice of document.querySelectorAll('.notice-bad')) notice.remove()
}
