import { expect, test } from 'vitest'
import { createLiveTopics } from '../../admin/live.ts'

test('a page that could not listen leaves the next one to try again', async () => {
  const heard: string[] = []
  let tell = (_: string) => {}
  let isAway = true
  const topics = createLiveTopics({
    async listen(onChange) {
      if (isAway) throw new Error('away')
      tell = onChange
      return async () => {}
    },
  })

  await expect(topics.subscribe(() => {})).rejects.toThrow('away')
  isAway = false
  await topics.subscribe((topic) => void heard.push(topic))
  tell('tickets')
  expect(heard).toEqual(['tickets'])
  await topics.stop()
})

test('a process that never could listen ends all the same', async () => {
  const topics = createLiveTopics({ listen: () => new Promise((_, reject) => setTimeout(() => reject(new Error('away')), 10)) })
  const opening = expect(topics.subscribe(() => {})).rejects.toThrow('away')
  await topics.stop()
  await opening
  expect(topics.closing.aborted).toBe(true)
})
