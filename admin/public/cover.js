// Boxes over faces and plates: drawn with a mouse or a finger, moved and sized with the keys. What is sent are whole parts of the photo's sides.
const stage = document.querySelector('[data-stage]')
const SIDE = Number(stage.dataset.stage)
const SMALLEST = SIDE / 100
const STEP = SIDE / 100
let drawing = null

function inputOf(box) {
  return box.querySelector('input')
}

function within(part, most = SIDE) {
  return Math.max(0, Math.min(most, Math.round(part)))
}

function put(box, { x, y, width, height }) {
  const area = [x, y, width, height]
  inputOf(box).value = area.join(',')
  for (const [index, side] of ['left', 'top', 'width', 'height'].entries()) box.style[side] = `${(area[index] * 100) / SIDE}%`
}

function areaOf(box) {
  const [x, y, width, height] = inputOf(box).value.split(',').map(Number)
  return { x, y, width, height }
}

function pointOf(event) {
  const frame = stage.getBoundingClientRect()
  return { x: within(((event.clientX - frame.left) / frame.width) * SIDE), y: within(((event.clientY - frame.top) / frame.height) * SIDE) }
}

function between(one, other) {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)]
  return { x, y, width: Math.max(one.x, other.x) - x, height: Math.max(one.y, other.y) - y }
}

function add(area) {
  if (stage.querySelectorAll('.cover-area').length >= Number(stage.dataset.most)) return null
  stage.append(document.querySelector('#cover-area').content.cloneNode(true))
  const box = stage.lastElementChild
  put(box, area)
  return box
}

function drop(box) {
  box.remove()
  count()
}

function count() {
  const boxes = stage.querySelectorAll('.cover-area').length
  const isFull = boxes >= Number(stage.dataset.most)
  document.querySelector('[data-save]').disabled = boxes === 0
  document.querySelector('[data-tally]').textContent = boxes === 0 ? '还没有框' : `已框${boxes}处${isFull ? '，不能再多了' : ''}`
}

stage.addEventListener('pointerdown', (event) => {
  if (!event.isPrimary || event.button !== 0 || event.target.closest('[data-drop]')) return
  event.preventDefault()
  const from = pointOf(event)
  const box = add({ ...from, width: 0, height: 0 })
  if (!box) return
  stage.setPointerCapture(event.pointerId)
  drawing = { from, box }
})
stage.addEventListener('pointermove', (event) => {
  if (drawing && event.isPrimary) put(drawing.box, between(drawing.from, pointOf(event)))
})
stage.addEventListener('pointerup', () => {
  if (!drawing) return
  const { width, height } = areaOf(drawing.box)
  if (width < SMALLEST || height < SMALLEST) drawing.box.remove()
  drawing = null
  count()
})
// A second finger: the photo is made larger, nothing is covered.
stage.addEventListener('pointercancel', () => {
  drawing?.box.remove()
  drawing = null
  count()
})
stage.addEventListener('click', (event) => {
  if (event.target.closest('[data-drop]')) drop(event.target.closest('[data-area]'))
})

const MOVES = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }
stage.addEventListener('keydown', (event) => {
  const box = event.target.closest('[data-area]')
  if (!box || event.target !== box) return
  if (event.key === 'Delete' || event.key === 'Backspace') return drop(box)
  const [across, down] = MOVES[event.key] ?? []
  if (across === undefined) return
  event.preventDefault()
  const { x, y, width, height } = areaOf(box)
  if (event.shiftKey) {
    put(box, {
      x,
      y,
      width: Math.max(SMALLEST, within(width + across, SIDE - x)),
      height: Math.max(SMALLEST, within(height + down, SIDE - y)),
    })
  } else put(box, { x: within(x + across, SIDE - width), y: within(y + down, SIDE - height), width, height })
})

document.querySelector('[data-add]').addEventListener('click', () => {
  const box = add({ x: SIDE * 0.4, y: SIDE * 0.4, width: SIDE * 0.2, height: SIDE * 0.2 })
  box?.focus()
  count()
})

count()
