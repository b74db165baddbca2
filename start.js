// node start.js FILE …: runs one of the programs. It runs from dist/, where build.js puts the sources together first if they are others than those there.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { build, builtFile, folderOfSources } from './build.js'

const CANNOT = 2

const [node, , program] = process.argv
const folder = folderOfSources()
if (!existsSync(folder)) await build(folder).catch(endUnbuilt)

process.argv.splice(0, 3, node, resolve(program))
process.setSourceMapsEnabled(true)
await import(pathToFileURL(join(folder, builtFile(program))).href)

function endUnbuilt(error) {
  if (!['EACCES', 'EROFS', 'EPERM'].includes(error.code)) throw error
  process.stderr.write('These sources are not built yet, and dist/ may not be written. Run "npm run build" as their owner.\n')
  process.exit(CANNOT)
}
