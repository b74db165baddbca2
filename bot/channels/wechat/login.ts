import type { WebClient } from './client.ts'
import { isExpired, isTurnedOut } from './failure.ts'
import type { Line } from './line.ts'
import { pauseAfter, pauseAfterRefusal } from './pace.ts'
import { LoginRefused } from './request.ts'

/** Shows codes until somebody has scanned one: the client would show the next one at once after every failure, a hundred times a second. */
export async function logIn(client: WebClient, line: Line): Promise<void> {
  let failures = 0
  let refusals = 0
  while (!line.isOver) {
    try {
      await client._login()
      return await client._init()
    } catch (error) {
      if (line.isOver) return
      if (error instanceof LoginRefused) {
        line.events.refused(error.message)
        await line.pause(pauseAfterRefusal(++refusals, line.pace))
        failures = 0
      } else {
        if (!isExpired(error)) line.tellLost(error)
        await line.pause(pauseAfter(isExpired(error) ? 1 : ++failures, line.pace))
      }
    }
  }
}

/** Goes on with the login of an earlier run. */
export async function resume(client: WebClient, line: Line): Promise<void> {
  for (let failures = 1; !line.isOver; failures++) {
    try {
      return await client._init()
    } catch (error) {
      if (line.isOver) return
      if (isTurnedOut(error)) return void client.emit('logout')
      line.tellLost(error)
      await line.pause(pauseAfter(failures, line.pace))
    }
  }
}
