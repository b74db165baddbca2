import { existsSync, readFileSync } from 'node:fs'
import { parseEnv as parseFile } from 'node:util'
import { parseEnv } from './core/env.ts'
import { checkCalendars } from './doctor/calendar.ts'
import { checkChannel } from './doctor/channel.ts'
import { examineDatabase } from './doctor/database.ts'
import { checkEnvironment, withoutWrong } from './doctor/environment.ts'
import { checkExposure } from './doctor/exposure.ts'
import { drawFinding, type Finding } from './doctor/finding.ts'
import { checkFolder, checkNode, checkPorts, checkTimeZone } from './doctor/machine.ts'
import { checkModel } from './doctor/model.ts'

const ENV_FILE = '.env'
const now = () => new Date()

/** Looks at everything Huiyin leans on and changes nothing. One line for each thing, as soon as it is known. Returns the exit status. */
async function examine(): Promise<number> {
  let isBad = false
  const tell = (...findings: Finding[]) => {
    for (const finding of findings) process.stdout.write(drawFinding(finding))
    isBad ||= findings.some(({ level }) => level === 'bad')
  }

  const file = existsSync(ENV_FILE) ? parseFile(readFileSync(ENV_FILE, 'utf8')) : null
  const variables = { ...file, ...process.env }
  tell(checkNode(process.versions.node), checkTimeZone(), ...checkEnvironment(variables, file))

  const env = parseEnv(withoutWrong(variables))
  tell(...checkFolder(env.DATA_DIR), ...(await checkPorts(env)), ...checkExposure(env))
  const { findings, inspection } = await examineDatabase(env, now)
  tell(...findings, ...(inspection?.communities ? checkCalendars(inspection.communities, inspection.now) : []))
  tell(...checkChannel(env, inspection?.accounts ?? []), await checkModel(env))
  return isBad ? 1 : 0
}

process.exitCode = await examine()
