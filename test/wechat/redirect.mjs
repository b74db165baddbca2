import http from 'node:http'
import https from 'node:https'
import { syncBuiltinESMExports } from 'node:module'
import tls from 'node:tls'
import { urlToHttpOptions } from 'node:url'

// Import this, or put it into NODE_OPTIONS=--import: WeChat's hosts are then the server on 127.0.0.1:$WECHAT_TEST_PORT, and no other host is reached by TLS.

const WECHAT = /^(?:(?:login|file|webpush)\.)?(?:wx\d?|weixin)\.qq\.com$/
const LOOPBACK = /^(?:localhost|127\.|\[?::1)/

/** Hosts that somebody tried to reach. */
export const refusedHosts = []

function refuse(host) {
  refusedHosts.push(host)
  throw new Error(`A test reached for ${host}`)
}

function optionsOf([first, second]) {
  if (typeof first !== 'string' && !(first instanceof URL)) return { ...first }
  return { ...urlToHttpOptions(new URL(first)), ...(typeof second === 'object' ? second : {}) }
}

const requestOutside = https.request

function request(...given) {
  const options = optionsOf(given)
  const host = options.hostname ?? options.host
  if (LOOPBACK.test(host)) return requestOutside.apply(https, given)
  if (!WECHAT.test(host)) refuse(host)
  const { WECHAT_TEST_PORT: port } = process.env
  const headers = { ...options.headers, host }
  const callback = given.find((argument) => typeof argument === 'function')
  return http.request({ ...options, protocol: 'http:', host: '127.0.0.1', hostname: '127.0.0.1', port, headers, agent: false }, callback)
}

https.request = request
https.get = (...given) => {
  const asked = request(...given)
  asked.end()
  return asked
}

const connect = tls.connect
tls.connect = (...given) => {
  const { host, servername } = typeof given[0] === 'object' ? given[0] : { host: given[1] }
  const name = host ?? servername ?? 'a socket'
  return LOOPBACK.test(name) ? connect(...given) : refuse(name)
}
syncBuiltinESMExports()
