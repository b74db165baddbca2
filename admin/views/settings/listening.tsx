import { WholeField } from '../fields.tsx'
import { type Errors, SettingsForm, SettingsFrame } from './page.tsx'

export const LISTENING_FIELDS = ['textSeconds', 'photoSeconds', 'topicMinutes', 'answerMinutes', 'meTooMinutes', 'incidentMinutes'] as const
export type ListeningTyped = Record<(typeof LISTENING_FIELDS)[number], string>

type ListeningProps = { typed: ListeningTyped; errors: Errors<keyof ListeningTyped>; mayEdit: boolean }

/** How long the bot waits before it reads, and how long what was said still counts. */
export function ListeningPage({ typed, errors, mayEdit }: ListeningProps) {
  const field = (name: keyof ListeningTyped) => ({ name, value: typed[name], error: errors[name]?.[0] })
  return (
    <SettingsFrame section="listening" mayEdit={mayEdit}>
      <SettingsForm action="/settings/listening" mayEdit={mayEdit}>
        <h2 class="card-title">听完再说</h2>
        <p class="soft">居民常把一件事分几条说。机器人等这么久没有下一条，再一起看。紧急情况和@机器人的话不等。</p>
        <div class="fields">
          <WholeField {...field('textSeconds')} label="说完一句后等（秒）" least={0} most={120} />
          <WholeField {...field('photoSeconds')} label="只发照片后等（秒）" least={0} most={600} />
        </div>
        <h2 class="card-title">多久以内算同一件事</h2>
        <p class="soft">过了这个时间再说的话，机器人当作另一件事来看。</p>
        <div class="fields">
          <WholeField
            {...field('topicMinutes')}
            label="接着说（分钟）"
            hint="同一个人补充自己刚说的，群里接着聊同一件事"
            least={1}
            most={60}
          />
          <WholeField
            {...field('answerMinutes')}
            label="等答复（分钟）"
            hint="机器人问了“在哪栋”，这么久没人答就不再等"
            least={1}
            most={240}
          />
          <WholeField {...field('meTooMinutes')} label="“我家也是”（分钟）" hint="往前找这么久，跟上群里最近的一件" least={1} most={720} />
          <WholeField
            {...field('incidentMinutes')}
            label="同一次紧急情况（分钟）"
            hint="这么久以内再有人说，不重复提醒，只记在同一张工单上"
            least={1}
            most={720}
          />
        </div>
      </SettingsForm>
    </SettingsFrame>
  )
}
