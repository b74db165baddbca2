import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'

/** A mail as it was handed over: headers and body, not decoded. */
type Mail = { from: string; to: string[]; raw: string }

/** A mail server on this machine that speaks as much SMTP as a client needs; `refuses` answers a command with an error of its own. */
export async function startSmtpServer(refuses: (command: string) => string | null = () => null) {
  const mails: Mail[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    serve(socket, mails, refuses)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function serve(socket: Socket, mails: Mail[], refuses: (command: string) => string | null): void {
  let mail: Mail = { from: '', to: [], raw: '' }
  let isInBody = false
  let rest = ''
  const say = (line: string) => socket.write(`${line}\r\n`)
  say('220 mail.test')
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    rest += chunk
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
      const line = rest.slice(0, end)
      rest = rest.slice(end + 2)
      if (isInBody) takeBody(line)
      else obey(line)
    }
  })

  function takeBody(line: string): void {
    if (line !== '.') {
      mail.raw += `${line}\n`
      return
    }
    isInBody = false
    mails.push(mail)
    mail = { from: '', to: [], raw: '' }
    say('250 taken')
  }

  function obey(line: string): void {
    const refusal = refuses(line)
    if (refusal) return void say(refusal)
    const verb = line.split(' ')[0]!.toUpperCase()
    if (verb === 'EHLO') say('250-mail.test\r\n250 AUTH PLAIN')
    else if (verb === 'AUTH') say('235 welcome')
    else if (verb === 'DATA') {
      isInBody = true
      say('354 go on')
    } else if (verb === 'QUIT') {
      say('221 bye')
      socket.end()
    } else {
      if (verb === 'MAIL') mail.from = addressIn(line)
      if (verb === 'RCPT') mail.to.push(addressIn(line))
      say('250 ok')
    }
  }
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? ''
}
