import { type ParseArgsConfig, parseArgs } from 'node:util'

/** What a command was asked for; null when an option is not known or lacks its value. */
export function readArguments<Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> | null {
  try {
    return parseArgs(config)
  } catch {
    return null
  }
}
