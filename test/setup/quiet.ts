import { afterEach, beforeEach, expect, vi } from 'vitest'

const METHODS = ['log', 'info', 'warn', 'error', 'debug'] as const

/** What nobody wrote on purpose is a fault that a passing test would hide. */
const noise: string[] = []

beforeEach(() => {
  noise.length = 0
  for (const method of METHODS) vi.spyOn(console, method).mockImplementation((...words) => void noise.push(`${method}: ${words.join(' ')}`))
})

afterEach(() => {
  vi.restoreAllMocks()
  expect(noise, 'the console stays silent').toEqual([])
})
