import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/setup/longestFirst.ts'

const stories = 'test/stories/**/*.test.ts'
/** Stories in which understanding is the point are told again to a model; all others again on a real server. */
const talk =
  'test/stories/{conversation,dialogue,edges,late,modelContext,modelTrouble,newcomers,paging,photo,question,quiet,report,routing,several,speaking}.test.ts'
const snapshot = 'test/setup/snapshot.ts'
const server = 'test/setup/server.ts'

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 2,
    isolate: false,
    sequence: { sequencer: LongestFirst },
    setupFiles: ['test/setup/quiet.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'units', include: ['test/{core,bot,admin,db}/**/*.test.{ts,tsx}', 'test/*.test.ts'], globalSetup: [snapshot] },
      },
      { extends: true, test: { name: 'stories', include: [stories], globalSetup: [snapshot] } },
      {
        extends: true,
        test: {
          name: 'stories on PostgreSQL',
          include: [stories],
          exclude: [talk],
          globalSetup: [server],
          env: { TEST_ENGINE: 'postgres' },
        },
      },
      {
        extends: true,
        test: { name: 'stories with a model', include: [talk], globalSetup: [snapshot], env: { TEST_READER: 'model' } },
      },
      { extends: true, test: { name: 'server', include: ['test/server/**/*.test.ts'], globalSetup: [server], testTimeout: 120_000 } },
      { extends: true, test: { name: 'browser', include: ['test/browser/**/*.test.ts'], globalSetup: [snapshot], testTimeout: 120_000 } },
    ],
  },
})
