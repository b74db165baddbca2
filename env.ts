import { existsSync } from 'node:fs'
import { type Env, parseEnv } from './core/env.ts'

/** Reads `.env` if there is one (what is already set wins) and checks everything. */
export function readEnv(): Env {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return parseEnv(process.env)
}
