import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const ROOT = dirname(fileURLToPath(import.meta.url))
const DIST = join(ROOT, 'dist')
const ROOMS = ['core', 'db', 'health', 'doctor', 'bot', 'admin']
const SOURCE = /\.(?:tsx?|json)$/
const ROOT_SOURCE = /\.ts$|^(?:build\.js|package\.json|package-lock\.json|tsconfig\.json)$/
/** Packages of hundreds of small files, which Node would load one by one, and one whose data is JSON. All others are left to Node. */
const TAKEN_IN = ['better-auth', 'chinese-days', 'drizzle-orm', 'hono', '@hono/node-server', 'zod']
/** What runs now, and what may still run while the next is built. */
const KEPT = 2

/** The folder of dist/ where the sources as they are now belong, built or not. */
export function folderOfSources() {
  const digest = createHash('sha256')
  for (const file of sources()) digest.update(file).update(readFileSync(join(ROOT, file)))
  return join(DIST, digest.digest('hex').slice(0, 16))
}

/** `bot/main.ts` becomes `bot-main.js`. */
export function builtFile(program) {
  return program.replaceAll('/', '-').replace(/\.ts$/, '.js')
}

/** Puts the programs together; the folder is there whole or not at all. */
export async function build(folder) {
  const { build: bundle } = await import('esbuild')
  const outdir = join(DIST, `unfinished-${process.pid}`)
  mkdirSync(outdir, { recursive: true })
  const { scripts, dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  await bundle({
    absWorkingDir: ROOT,
    outdir,
    entryPoints: programsOf(scripts).map((program) => ({ in: program, out: builtFile(program).replace(/\.js$/, '') })),
    external: [...Object.keys(dependencies).filter((name) => !TAKEN_IN.includes(name)), 'file-box'],
    bundle: true,
    minifyWhitespace: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    sourcesContent: false,
    chunkNames: 'part-[hash]',
    logLevel: 'warning',
    plugins: [besideSources],
  })
  putInPlace(outdir, folder)
  forgetOld()
}

/** The programs that `package.json` starts. */
function programsOf(scripts) {
  return Object.values(scripts).flatMap((script) => /^node start\.js (\S+)/.exec(script)?.[1] ?? [])
}

/** What lies beside a source (migrations, pictures, weights) stays there and is looked for there. */
const besideSources = {
  name: 'beside sources',
  setup({ onLoad }) {
    const placeOf = (path) => `new URL(${JSON.stringify(`../../${relative(ROOT, path)}`)}, import.meta.url)`
    onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8')
      return { contents: source.replaceAll('import.meta.url', `${placeOf(path)}.href`), loader: path.endsWith('x') ? 'tsx' : 'ts' }
    })
    onLoad({ filter: /\.json$/ }, ({ path }) => ({
      contents: `import { readFileSync } from 'node:fs'\nexport default JSON.parse(readFileSync(${placeOf(path)}, 'utf8'))`,
    }))
  },
}

/** Two that build the same at once make the same: the first one's stays. */
function putInPlace(outdir, folder) {
  try {
    renameSync(outdir, folder)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error
    rmSync(outdir, { recursive: true })
  }
}

function forgetOld() {
  const built = readdirSync(DIST)
    .filter((name) => !name.startsWith('unfinished-'))
    .map((name) => join(DIST, name))
    .toSorted((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs)
  for (const old of built.slice(KEPT)) rmSync(old, { recursive: true, force: true })
}

function sources() {
  const roots = readdirSync(ROOT).filter((file) => ROOT_SOURCE.test(file))
  return roots.concat(ROOMS.flatMap(sourcesIn)).toSorted()
}

function sourcesIn(room) {
  return readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .map((file) => join(room, file))
    .filter((file) => SOURCE.test(file))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build(folderOfSources())
