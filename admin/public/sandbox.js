// The sandbox's composer: who speaks and where, lines said with one press, quoting, Enter.
const composer = document.querySelector('#composer')
const scroller = document.querySelector('.feed-scroll')
const panes = document.querySelectorAll('.pane-tabs input')

document.addEventListener('click', (event) => {
  const pressed = event.target.closest('[data-say],[data-in],[data-quote],[data-unquote]')
  if (!pressed || !composer) return
  const { as, in: where, say, quote, words } = pressed.dataset
  if (where) takeSeat(as, where)
  if (say) sayAtOnce(say)
  if (quote) startQuote(quote, words)
  if (pressed.matches('[data-unquote]')) endQuote()
})

document.addEventListener('change', (event) => {
  if (event.target.name === 'pane') document.querySelector('.sandbox').dataset.pane = event.target.value
  if (event.target.name === 'as' || event.target.name === 'in') showSeat()
})

composer?.elements.text.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  if (composer.elements.text.value.trim()) composer.requestSubmit()
})
composer?.elements.text.addEventListener('input', fitText)

// The line is taken out of the box as it leaves, so that the next one can be typed at once.
composer?.addEventListener('htmx:config:request', (event) => {
  if (event.target !== composer || event.detail.ctx.request.submitter?.name === 'photo') return
  composer.elements.text.value = ''
  endQuote()
  fitText()
})

composer?.addEventListener('htmx:after:request', (event) => {
  if (event.target !== composer) return
  if (!event.detail.ctx.response.raw.ok) putBack(event)
  // The scroller counts from its bottom.
  scroller.scrollTop = 0
})
composer?.addEventListener('htmx:error', putBack)

function putBack(event) {
  const { text } = composer.elements
  const unsent = event.target === composer && event.detail.ctx.request.body?.get?.('text')
  if (unsent && !text.value) text.value = unsent
  fitText()
}

function takeSeat(as, where) {
  const before = seatOf()
  if (as) composer.elements.as.value = as
  composer.elements.in.value = where
  showPane('chat')
  if (seatOf() !== before) showSeat()
}

/** Another chat has other lines: a quote does not move there. */
function showSeat() {
  endQuote()
  history.replaceState(null, '', `/sandbox?${seatOf()}`)
  document.body.dispatchEvent(new Event('seat'))
  scroller.scrollTop = 0
}

function seatOf() {
  return new URLSearchParams({ as: composer.elements.as.value, in: composer.elements.in.value }).toString()
}

function sayAtOnce(text) {
  composer.elements.text.value = text
  composer.requestSubmit()
}

function startQuote(line, words) {
  composer.elements.quote.value = line
  composer.querySelector('.quoting span').textContent = words
  composer.querySelector('.quoting').hidden = false
  composer.elements.text.focus()
}

function endQuote() {
  composer.elements.quote.value = ''
  composer.querySelector('.quoting').hidden = true
}

function fitText() {
  const { text } = composer.elements
  text.style.height = 'auto'
  text.style.height = `${Math.min(text.scrollHeight + 2, 132)}px`
}

function showPane(key) {
  for (const pane of panes) if (pane.value === key && !pane.checked) pane.click()
}
