import { EventEmitter, once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { serve } from '../health/serve.ts'

const QUESTION = 'GET /readyz HTTP/1.1\r\nHost: console.test\r\n\r\n'
const MANY = 20

test('a server told to close finishes its answer and lets go of who would ask again', async () => {
  const moments = new EventEmitter()
  const known = once(moments, 'known')
  const asked = once(moments, 'asked')
  const server = await serve(
    async () => {
      moments.emit('asked')
      await known
      return new Response('ready')
    },
    { host: '127.0.0.1', port: 0 },
  )

  const prober = connect(server.port, '127.0.0.1')
  let answers = 0
  prober.on('data', (answer) => {
    answers += String(answer).split('HTTP/1.1 200').length - 1
    if (answers < MANY) prober.write(QUESTION)
  })
  prober.on('error', () => {})
  prober.write(QUESTION)
  await asked
  const ended = once(prober, 'close')
  const closed = server.close()
  moments.emit('known')
  await ended
  await closed

  expect(answers).toBe(1)
})
