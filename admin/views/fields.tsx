import type { Child } from 'hono/jsx'
import type { Estate } from '../../core/community.ts'
import { Icon } from './icon.tsx'

type FieldProps = { name: string; label: string; hint?: string; error?: string | undefined; children?: Child } & Record<string, unknown>

/** A labelled input with its hint and its error; give children to use another control than `input` (its id must be the name). */
export function Field({ name, label, hint, error, children, ...input }: FieldProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {children ?? (
        <input
          class={`form-control ${error ? 'is-invalid' : ''}`}
          id={name}
          name={name}
          aria-invalid={error ? 'true' : undefined}
          aria-describedby={error ? `${name}-error` : hint ? `${name}-hint` : undefined}
          {...input}
        />
      )}
      {error && (
        <span class="field-error" id={`${name}-error`}>
          {error}
        </span>
      )}
      {hint && (
        <span class="form-hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
    </div>
  )
}

type EstateFieldProps = {
  estates: readonly Pick<Estate, 'id' | 'name'>[]
  chosen?: number | string | null
  error?: string | undefined
} & Record<string, unknown>

/** Which estate; what else is given is the select's own. */
export function EstateField({ estates, chosen = null, error, ...select }: EstateFieldProps) {
  return (
    <Field name="estateId" label="小区" error={error}>
      <select class="form-select" id="estateId" name="estateId" required={true} {...select}>
        {estates.map(({ id, name }) => (
          <option value={String(id)} selected={String(id) === String(chosen)}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  )
}

type WholeFieldProps = {
  name: string
  label: string
  hint?: string
  least: number
  most: number
  value: string
  error?: string | undefined
}

/** A field for a whole number. */
export function WholeField({ least, most, ...field }: WholeFieldProps) {
  return <Field {...field} type="number" min={least} max={most} step={1} required={true} />
}

/** Above a form that was refused; `stale` where a colleague was faster. */
export function NotSaved({ errors }: { errors: { stale?: readonly string[] | undefined } }) {
  if (Object.keys(errors).length === 0) return null
  return (
    <p class="banner banner-stop" role="alert">
      <Icon name="alert" />
      <span>{errors.stale?.[0] ?? '还没有保存，请看标红的地方。您填的都还在。'}</span>
    </p>
  )
}

type PickOneProps<Key extends string> = { name: string; label: string; names: Record<Key, string>; value: Key }

/** All choices beside each other; `names` says each in its order. */
export function PickOne<Key extends string>({ name, label, names, value }: PickOneProps<Key>) {
  return (
    <fieldset class="field choice-row">
      <legend class="field-label">{label}</legend>
      {Object.entries<string>(names).map(([key, text]) => (
        <label class="form-check">
          <input class="form-check-input" type="radio" name={name} value={key} checked={key === value} />
          <span class="form-check-label">{text}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** The words a list is searched by, with its button; `of` names what the list holds. */
export function SearchBox({ value, of, placeholder }: { value: string; of: string; placeholder: string }) {
  return (
    <>
      <div class="search-box">
        <Icon name="search" />
        <input
          class="form-control"
          type="search"
          name="q"
          value={value}
          placeholder={placeholder}
          aria-label={`搜索${of}，按 / 键到这里`}
          maxlength={60}
          data-search=""
        />
      </div>
      <button type="submit" class="btn">
        查询
      </button>
    </>
  )
}

type ChoiceProps = { name: string; label: string; all: string; value: string; options: string[][] }

/** A choice that is looked up at once. */
export function Choice({ name, label, all, value, options }: ChoiceProps) {
  return (
    <select class="form-select" name={name} aria-label={label} data-submit="">
      <option value="">{all}</option>
      {options.map(([key, text]) => (
        <option value={key} selected={key === value}>
          {text}
        </option>
      ))}
    </select>
  )
}
