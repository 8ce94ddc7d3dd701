export const fish = (program: string, name: string) => `# fish completion for ${program.padEnd(36)} -*- shell-script -*-

function __${name}_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    # Fish replaces the whole word, so that a value behind --flag= keeps the flag.
    set -l kept (string match -r -- '^-[^=]*=' $current)
    set -l directive 0
    set -l found
    for line in ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
        if string match -q -r '^:\\d+$' -- $line
            set directive (string sub -s 2 -- $line)
        else
            set -a found "$kept$line"
        end
    end
    if set -q found[1]
        printf '%s\\n' $found
    else if test (math "bitand($directive, 4)") -eq 0
        __fish_complete_path (string replace -- "$kept" '' $current)
    end
end

complete -c ${program} -f -a '(__${name}_complete)'
`;
