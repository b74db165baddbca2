import { type Clock, Time } from './parts.tsx'
import { Tag } from './tags.tsx'

type MuteCardProps = { mutedAt: Date | null; mutedWords: number; mayChange: boolean; clock: Clock }

/** Whether the bot says everything it owes or only what is urgent. */
export function MuteCard({ mutedAt, mutedWords, mayChange, clock }: MuteCardProps) {
  return (
    <div class="card" id="mute">
      <div class="card-body">
        <h2 class="card-title spread">说话 {mutedAt ? <Tag tint="orange">只说紧急</Tag> : <Tag tint="green">照常</Tag>}</h2>
        {mutedAt ? (
          <>
            <p>
              从 <Time at={mutedAt} clock={clock} /> 起只说紧急的话。居民说的事照样登记，
              {mutedWords > 0 ? `已经留着 ${mutedWords} 句。` : '要回的话先留着。'}
            </p>
            <p class="soft">恢复后，留着的回复合成一句说；过了时候的不再说。急着要说的一句，可以到“待发消息”点“现在就说”。</p>
          </>
        ) : (
          <p class="soft">群里有争议、要清静一阵的时候，可以让它只说紧急的话：居民说的事照样登记，别的话留着，恢复后再说。</p>
        )}
        {mayChange && (mutedAt ? <Unmute /> : <Mute />)}
      </div>
    </div>
  )
}

function Mute() {
  return (
    <form
      method="post"
      action="/bot/mute"
      data-confirm="让机器人在所有群里只说紧急的话？登记照常，但居民暂时听不到回复、进展和通知。"
      data-confirm-yes="只说紧急"
    >
      <button type="submit" class="btn" name="mute" value="yes">
        只说紧急
      </button>
    </form>
  )
}

function Unmute() {
  return (
    <form method="post" action="/bot/mute" data-confirm="恢复说话？留着的话马上会说出来。" data-confirm-yes="恢复说话">
      <button type="submit" class="btn btn-primary" name="mute" value="no">
        恢复说话
      </button>
    </form>
  )
}
