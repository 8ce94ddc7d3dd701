/** For bash 3.2 and later; needs nothing of the bash-completion package. */
export const bash = (program: string, name: string) => `# bash completion for ${program.padEnd(36)} -*- shell-script -*-

__${name}_complete()
{
    local rest="\${COMP_LINE:0:COMP_POINT}" words=() count=0 i piece
    # Bash splits words at = and : too; what no blank parts is one word.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        piece=\${COMP_WORDS[i]}
        if ((i > 0)) && [[ $rest == [!$' \\t\\n']* ]]; then
            ((count--))
        else
            rest=\${rest#"\${rest%%[!$' \\t\\n']*}"}
            words[count]=''
        fi
        ((i == COMP_CWORD)) && piece=$rest
        words[count++]+=$piece
        rest=\${rest#"$piece"}
    done
    [[ $piece == [=:]* ]] && piece=''

    local current="\${words[count - 1]}"
    # A value behind --flag= is completed without the flag.
    [[ $current == -*=* ]] && current=\${current#*=}

    COMPREPLY=()
    local line directive=0
    while IFS='' read -r line; do
        if [[ $line == :* ]]; then
            directive=\${line#:}
        elif [[ $line == "$current"* ]]; then
            # Only what follows the last = or : is replaced.
            line=\${line#"\${current%"$piece"}"}
            COMPREPLY[\${#COMPREPLY[@]}]=$(printf '%q' "$line")
        fi
    done < <("\${words[0]}" __completeNoDesc "\${words[@]:1}" 2>/dev/null)

    if type compopt >/dev/null 2>&1; then
        ((directive & 2)) && compopt -o nospace
        ((directive & 4)) && compopt +o default
    fi
}

complete -o default -F __${name}_complete ${program}
`;
