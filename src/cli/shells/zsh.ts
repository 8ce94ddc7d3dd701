export const zsh = (program: string, name: string) => `#compdef ${program}
compdef _${name} ${program}

_${name}()
{
    local line directive=0 candidate
    local -a found suffix

    # An empty last word counts, a value behind --flag= is completed without the flag.
    local -a before
    before=("\${(@Q)words[2,CURRENT-1]}")
    local current="\${(Q)PREFIX}"
    [[ $PREFIX == -*=* ]] && compset -P '*='

    while IFS='' read -r line; do
        if [[ $line == :* ]]; then
            directive=\${line#:}
            continue
        fi
        # A colon parts the candidate from its description here, a tab in what is read.
        candidate=\${\${line%%$'\\t'*}//:/\\\\:}
        [[ $line == *$'\\t'* ]] && candidate+=":\${line#*$'\\t'}"
        found+=("$candidate")
    done < <("\${(Q)words[1]}" __complete "\${before[@]}" "$current" 2>/dev/null)

    ((directive & 2)) && suffix=(-S '')
    if ((\${#found} > 0)); then
        _describe -t candidates '${program}' found "\${suffix[@]}"
    elif ((!(directive & 4))); then
        _files
    fi
}

# Sourced it only registers; autoloaded it is the function itself.
[[ $funcstack[1] == _${name} ]] && _${name}
return 0
`;
