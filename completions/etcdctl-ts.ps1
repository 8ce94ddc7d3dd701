# powershell completion for etcdctl-ts                           -*- shell-script -*-

Register-ArgumentCompleter -Native -CommandName 'etcdctl-ts' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
    $program, $before = $words
    if (-not $program) { $program = 'etcdctl-ts' }

    # A value behind --flag= is completed without the flag.
    $kept = ''
    if ($wordToComplete -match '^(-[^=]*=)(.*)$') { $kept = $Matches[1] }

    # Before PowerShell 7.3 an empty argument is lost unless it is quoted.
    $current = if ($wordToComplete -or $PSVersionTable.PSVersion -ge [version]'7.3') { $wordToComplete } else { '""' }

    $directive = 0
    & $program __complete @before $current 2>$null | ForEach-Object {
        if ($_ -match '^:(\d+)$') {
            $directive = [int]$Matches[1]
            return
        }
        $name, $text = $_ -split "`t", 2
        if (-not $text) { $text = $name }
        $candidate = $kept + $name
        if ($candidate -like "$([WildcardPattern]::Escape($wordToComplete))*") {
            $insert = if ($candidate -match '[\s''"`$(){};,|&<>]') { "'" + $candidate.Replace("'", "''") + "'" } else { $candidate }
            if (-not ($directive -band 2)) { $insert += ' ' }
            [System.Management.Automation.CompletionResult]::new($insert, $name, 'ParameterValue', $text)
        }
    }
}
