import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'

/** JSON lines on stderr, readable ones in a terminal. `LOG_LEVEL` as in pino. */
export function openLog(name: string): Logger {
  const level = process.env['LOG_LEVEL'] ?? 'info'
  if (!process.stderr.isTTY) return pino({ name, level }, pino.destination({ fd: 2, sync: true }))
  return pino({ name, level }, pretty({ destination: 2, sync: true, ignore: 'pid,hostname', translateTime: 'HH:MM:ss' }))
}
