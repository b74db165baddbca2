import process from 'node:process'
import { parseArgs } from 'node:util'
import { Refusal } from '../core/errors.ts'
import { findHeight } from '../db/communitiesBelow.ts'
import { Misuse, runProcess } from '../process.ts'
import { addFromAbove } from './accounts.ts'

const USAGE = 'Usage: npm run -s oversee -- --unit 府街街道 --name 李主任 --username lizhuren'

// Nobody of a community may make an account that sees others: whoever runs the machine does.
await runProcess(
  'huiyin-oversee',
  async ({ database }) => {
    const { unit, name, username } = readOrder()
    const height = await findHeight(database.db, unit)
    if (!height) throw new Misuse(`No community has said that it belongs to ${unit}: fill in 设置 → 组织 first.`)
    try {
      const password = await addFromAbove(database.db, height, { name, username }, new Date())
      process.stdout.write(`${username} can sign in with ${password}, to be changed at once.\n`)
    } catch (error) {
      if (error instanceof Refusal && error.code === 'duplicate') throw new Misuse(`Somebody has the username ${username} already.`)
      throw error
    }
    await database.close()
    process.exit(0)
  },
  () => void readOrder(),
)

function readOrder(): { unit: string; name: string; username: string } {
  const { unit, name, username } = parse()
  if (!unit?.trim() || !name?.trim() || !username?.trim()) throw new Misuse(USAGE)
  return { unit: unit.trim(), name: name.trim(), username: username.trim() }
}

function parse() {
  try {
    return parseArgs({ options: { unit: { type: 'string' }, name: { type: 'string' }, username: { type: 'string' } } }).values
  } catch {
    throw new Misuse(USAGE)
  }
}
