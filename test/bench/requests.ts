import { once } from 'node:events'
import { Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { ensure, inLanes, interleave, rate } from './compare.ts'
import { openConsole } from './console.ts'
import type { Bench } from './ground.ts'

const LANES = 16
const TICKETS = 10_000

/** The list page over HTTP beside a server that says hello, both on loopback and asked from this process. */
export const requests: Bench = {
  name: 'requests',
  measures: [{ metric: 'list page, 16 at once', unit: 'req/s', limit: 'hello', judged: 'ratio', better: 'more', target: 0.03 }],
  async prepare(ground, { load }) {
    const console = await openConsole(await ground.open(), TICKETS)
    const page = await listen(console.app.fetch)
    const hello = await listen(new Hono().get('/', (c) => c.text('hello')).fetch)
    const [pages, hellos] = [Math.ceil(160 * load), Math.ceil(3200 * load)]
    const askPages = () => inLanes(LANES, pages, () => page.ask('/tickets', console.cookie, '栋楼道灯不亮'))
    const askHellos = () => inLanes(LANES, hellos, () => hello.ask('/', '', 'hello'))
    await askPages()
    await askHellos()
    return {
      round: async (index) => [
        await interleave(
          index,
          () => rate(pages, askPages),
          () => rate(hellos, askHellos),
        ),
      ],
      async close() {
        await page.close()
        await hello.close()
        await console.close()
      },
    }
  },
}

async function listen(fetch: Parameters<typeof serve>[0]['fetch']) {
  const server = serve({ fetch, port: 0, hostname: '127.0.0.1' })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true, maxSockets: LANES })
  return {
    async ask(path: string, cookie: string, words: string): Promise<void> {
      const asked = request({ port, path, agent, host: '127.0.0.1', headers: { cookie } }).end()
      const [response] = await once(asked, 'response')
      let body = ''
      for await (const chunk of response.setEncoding('utf8')) body += chunk
      ensure(`${path} is answered`, response.statusCode, 200)
      ensure(`${path} says ${words}`, body.includes(words), true)
    },
    async close() {
      agent.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
