import { CLAIM_MINUTES, claimWords } from '../../core/claim.ts'
import type { Estate } from '../../core/community.ts'
import type { Room } from '../../db/rooms.ts'
import { EstateField } from './fields.tsx'
import { Icon } from './icon.tsx'

/** A group that nobody knows may be one of those that the present login has not shown yet. */
export function AdoptionForm({ room, lost }: { room: Room; lost: readonly Room[] }) {
  return (
    <form method="post" action={`/bot/rooms/${room.id}/adoption`} class="card">
      <div class="card-body">
        <h2 class="card-title">它是原来的群，换了名字？</h2>
        <p class="soft">
          重新登录以后，微信给每个群换了内部编号，机器人只能靠群名认。下面这些群这次登录还没出现过，选中的话，工单、设置和没发完的话都接着用。
        </p>
        {lost.map(({ id, topic }) => (
          <label class="form-check">
            <input class="form-check-input" type="radio" name="lostId" value={String(id)} required={true} />
            <span class="form-check-label">{topic || '没有名字的群'}</span>
          </label>
        ))}
        <button type="submit" class="btn btn-primary mt-2">
          选中的就是它，接着用
        </button>
      </div>
    </form>
  )
}

/** A bound group that the present login has not shown yet. */
export function LostNotice({ room }: { room: Room }) {
  return (
    <div class="card">
      <div class="card-body">
        <h2 class="card-title">这次登录还没认出这个群</h2>
        <p>微信重新登录后，机器人按群名把群认回来；有的群要等有人说一句话。在那之前，要发到这个群的话都留着。</p>
        <p class="soft">
          群改过名字，或者有两个同名的群，机器人就不敢认。请在“群与机器人”的“待绑定的群”里点开它，选这个群名；分不清是哪个，就取个口令到群里发一下。
        </p>
        <form method="post" action="/bot/claims">
          <input type="hidden" name="estateId" value={String(room.estateId)} />
          <input type="hidden" name="lostId" value={String(room.id)} />
          <button type="submit" class="btn">
            取认群口令
          </button>
        </form>
      </div>
    </div>
  )
}

/** For whoever cannot tell two groups apart on the screen. */
export function ClaimForm({ estates }: { estates: readonly Estate[] }) {
  return (
    <details class="card-body">
      <summary>分不清是哪个群？用口令绑定</summary>
      <form method="post" action="/bot/claims" class="mt-3">
        <EstateField estates={estates} />
        <button type="submit" class="btn">
          取认群口令
        </button>
      </form>
    </details>
  )
}

/** The code, once: it is kept nowhere that anybody could read it again later. */
export function ClaimPage({ code, estate, lost }: { code: string; estate: Estate; lost: Room | null }) {
  return (
    <div class="settings-body narrow">
      <a class="back-link" href="/bot">
        <Icon name="back" /> 群与机器人
      </a>
      <div class="card">
        <div class="card-body">
          <h2 class="card-title">到群里发这一句</h2>
          <p class="said-words claim-words" id="claim-words">
            {claimWords(code)}
          </p>
          <button type="button" class="btn btn-primary mb-3" data-copy-from="#claim-words">
            复制
          </button>
          <p>{lost ? `发出的那个群接着当“${lost.topic}”用。` : `发出的那个群绑定到${estate.name}，机器人先发告知，再只记录。`}</p>
          <p class="soft">{CLAIM_MINUTES} 分钟内有效，只能用一次。发出后机器人不回话，回到“群与机器人”看它认没认出来。</p>
        </div>
      </div>
    </div>
  )
}
