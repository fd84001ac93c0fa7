interface ChoiceProps {
  readonly label: string
  readonly name: string
  /** What stands for no choice, where there may be none. */
  readonly none?: string
  readonly options: readonly { readonly name: string; readonly label: string }[]
  readonly chosen: string | undefined
}

/** One of several, in a form. */
export function Choice({ label, name, none, options, chosen }: ChoiceProps) {
  return (
    <label>
      {label}
      <select name={name}>
        {none !== undefined && <option value="">{none}</option>}
        {options.map((option) => (
          <option key={option.name} value={option.name} selected={option.name === chosen}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}
