// What rings: a tone until somebody takes the alarm on, the seconds to the next call, a title that catches the eye.
const TONE_EVERY_MS = 1600
const TITLE = document.title
let audio = null
let isMuted = false

function ringing() {
  return [...document.querySelectorAll('[data-alarm]')]
}

// A browser lets a page sound only after somebody has touched it; until then the bar asks for the touch.
function openSound() {
  audio ??= window.AudioContext ? new AudioContext() : null
  return audio?.state === 'suspended' ? audio.resume() : undefined
}

document.addEventListener('pointerdown', () => void openSound(), { once: true })
document.addEventListener('click', (event) => {
  const pressed = event.target.closest('[data-sound-on],[data-sound-mute]')
  if (!pressed) return
  if (pressed.matches('[data-sound-mute]')) isMuted = !isMuted
  void Promise.resolve(openSound()).then(() => {
    drawSound()
    ring()
  })
})

function ring() {
  if (isMuted || ringing().length === 0 || audio?.state !== 'running') return
  beep(880, 0)
  beep(660, 0.28)
  navigator.vibrate?.([200, 80, 200])
}

function beep(pitch, afterSeconds) {
  const at = audio.currentTime + afterSeconds
  const tone = new OscillatorNode(audio, { type: 'square', frequency: pitch })
  const volume = new GainNode(audio, { gain: 0 })
  tone.connect(volume).connect(audio.destination)
  volume.gain.setValueAtTime(0, at)
  volume.gain.linearRampToValueAtTime(0.25, at + 0.02)
  volume.gain.linearRampToValueAtTime(0, at + 0.24)
  tone.start(at)
  tone.stop(at + 0.25)
}

function drawSound() {
  const needsTouch = audio?.state !== 'running'
  for (const button of document.querySelectorAll('[data-sound-on]')) button.hidden = !needsTouch || isMuted
  for (const button of document.querySelectorAll('[data-sound-mute]')) button.textContent = isMuted ? '恢复提示音' : '本页静音'
}

// The server says how many seconds are left; its clock and the browser's need not agree.
function countCalls() {
  for (const place of document.querySelectorAll('[data-calls-in]')) {
    if (place.dataset.seenAt !== place.dataset.callsAt) {
      place.dataset.seenAt = place.dataset.callsAt
      place.dataset.endsAt = String(performance.now() + Number(place.dataset.callsIn) * 1000)
    }
    const seconds = Math.max(0, Math.ceil((Number(place.dataset.endsAt) - performance.now()) / 1000))
    place.textContent = ` · ${saySeconds(seconds)}后${place.dataset.next}`
  }
}

function saySeconds(seconds) {
  if (seconds < 60) return `${seconds}秒`
  return seconds % 60 === 0 ? `${seconds / 60}分钟` : `${Math.floor(seconds / 60)}分${seconds % 60}秒`
}

function flashTitle() {
  const [first] = ringing()
  if (!first) document.title = TITLE
  else document.title = document.title === TITLE ? `【紧急】${first.dataset.alarm}` : TITLE
}

// Where a browser lets a page sound by itself, it rings by itself.
function refresh() {
  if (ringing().length > 0 && !audio) void openSound()
  drawSound()
  countCalls()
}

document.addEventListener('htmx:after:swap', refresh)
refresh()
ring()
setInterval(ring, TONE_EVERY_MS)
setInterval(() => {
  flashTitle()
  refresh()
}, 1000)
