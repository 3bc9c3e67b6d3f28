using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Meridian.Cli;

/// <summary>The usual help, then examples of the command and, at the top level, the exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string[]> Examples = new(StringComparer.Ordinal)
    {
        [""] =
        [
            "meridian demo                                        see it work on made-up customers",
            "meridian import contacts.csv --source whatsapp       bring a file in",
            "meridian import 客户表.xlsx --source crm --country CN --dry-run",
            "meridian labels                                      region x platform x activity",
            "meridian customers list --country US --platform whatsapp --activity high",
            "meridian customers show +12025550143                 one customer, with the evidence",
            "meridian export --area \"Middle East\" --to gulf.xlsx",
            "meridian imports undo 3                              as if it had never been",
        ],
        ["import"] =
        [
            "meridian import leads.csv --source facebook",
            "meridian import a.xlsx b.json.gz --source crm --country BR",
            "meridian import leads.csv --source facebook --dry-run      verdict for every row, nothing written",
            "meridian import leads.csv --source facebook --map map.json  {\"columns\": {\"Kontakt\": \"phone\", \"Foo\": \"ignore\"}}",
        ],
        ["customers"] =
        [
            "meridian customers count --platform telegram --country IN",
            "meridian customers list --area \"Western Europe\" --language de --limit 20",
            "meridian customers show ana@example.com --json",
        ],
        ["customers edit"] = ["meridian customers edit ana@example.com \"name=Ana López\" city=Lima --reason \"she wrote\"", "meridian customers edit crm:17 birth_date=1990-04-03", "meridian customers edit crm:17 shoe_size=39 --new"],
        ["customers doubtful"] = ["meridian customers doubtful"],
        ["customers decide"] = ["meridian customers decide crm:17 shop:42 one", "meridian customers decide crm:17 shop:42 two"],
        ["customers release"] = ["meridian customers release ana@example.com city", "meridian customers release crm:17 name country"],
        ["customers export"] = ["meridian customers export ana@example.com > ana.json", "meridian customers export crm:17"],
        ["customers erase"] = ["meridian customers erase ana@example.com --reason \"request of 12 May\"", "meridian customers erase crm:17 --reason \"closed the account\" --allow-return"],
        ["consents"] =
        [
            "meridian consents add ana@example.com --source \"newsletter form\" --own",
            "meridian consents withdraw +5511987654321 --proof \"call of 12 May\"",
            "meridian consents show ana@example.com",
            "meridian consents list --channel whatsapp",
            "meridian consents suppress bounced.txt --channel email --reason bounced",
        ],
        ["consents add"] = ["meridian consents add ana@example.com --source \"newsletter form\" --wording \"Send me news\" --own", "meridian consents add +5511987654321 --channel whatsapp --purpose service --at 2026-05-12T10:30:00Z"],
        ["consents withdraw"] = ["meridian consents withdraw ana@example.com", "meridian consents withdraw +5511987654321 --channel sms", "meridian consents withdraw crm:17 --purpose any"],
        ["consents show"] = ["meridian consents show ana@example.com", "meridian consents show crm:17 --json"],
        ["consents list"] = ["meridian consents list", "meridian consents list --channel sms --purpose transactional --json"],
        ["consents import"] = ["meridian consents import optouts.csv      identifier,state,channel,at"],
        ["suppress"] = ["meridian consents suppress ana@example.com", "meridian consents suppress do-not-call.txt --channel call --country US"],
        ["unsuppress"] = ["meridian consents unsuppress ana@example.com --reason \"address works again\""],
        ["people"] =
        [
            "meridian people invite ravi@example.com --name Ravi --role operator --countries IN,LK",
            "meridian people link ravi@example.com                lost the password",
            "meridian people end ravi@example.com",
        ],
        ["audit"] = ["meridian audit list --actor local:ana --since 2026-05-01", "meridian audit verify"],
        ["export"] = ["meridian export --country AE --platform instagram --to uae.csv", "meridian export --to all.parquet"],
        ["tags"] =
        [
            "meridian tags save loyal --rule 'count(\"Order Completed\", within: 30 days) >= 3' --name Loyal --kind behaviour",
            "meridian tags preview loyal                          who enters, who leaves, nothing changed",
            "meridian tags publish loyal",
            "meridian tags give vip ana@example.com --reason \"met at the fair\"",
            "meridian tags as-of 2026-05-01 --tag loyal",
        ],
        ["tags list"] = ["meridian tags list", "meridian tags list --folder Brazil --language zh-Hans"],
        ["tags show"] = ["meridian tags show loyal", "meridian tags show loyal --json"],
        ["tags save"] =
        [
            "meridian tags save loyal --rule 'count(\"Order Completed\", within: 30 days) >= 3' --name Loyal --name zh-Hans=常客",
            "meridian tags save age_group --value 'young=age < 30' --value 'middle=age < 60' --value 'senior=age >= 60'",
            "meridian tags save vip --origin manual --time-to-live 365",
            "meridian tags save --file tags.json --publish         {\"key\": \"loyal\", \"kind\": \"behaviour\", \"rule\": \"...\"}",
        ],
        ["tags versions"] = ["meridian tags versions loyal"],
        ["tags preview"] = ["meridian tags preview loyal", "meridian tags preview loyal --version 2 --json"],
        ["tags publish"] = ["meridian tags publish loyal --reason \"spring campaign\"", "meridian tags publish loyal --version 1      back to the first"],
        ["tags retire"] = ["meridian tags retire loyal --reason \"no longer used\""],
        ["tags delete"] = ["meridian tags delete loyal"],
        ["tags give"] =
        [
            "meridian tags give vip ana@example.com --reason \"met at the fair\" --until 2027-01-01",
            "meridian tags give tier=gold --file gold.csv --reason \"board decision\"",
            "meridian tags give vip --segment big_spenders",
        ],
        ["tags take"] = ["meridian tags take vip +5511987654321 --reason \"asked for it\"", "meridian tags take tier=gold --file list.txt"],
        ["tags release"] = ["meridian tags release vip ana@example.com"],
        ["tags conflicts"] = ["meridian tags conflicts", "meridian tags conflicts vip --json"],
        ["tags history"] = ["meridian tags history ana@example.com", "meridian tags history crm:17 --tag loyal"],
        ["tags as-of"] = ["meridian tags as-of 2026-05-01 --tag activity", "meridian tags as-of 2026-05-01T12:00:00Z ana@example.com"],
        ["tags flow"] = ["meridian tags flow loyal", "meridian tags flow activity --from 2026-05-01 --to-day 2026-05-31"],
        ["changes"] = ["meridian changes tail --tag loyal", "meridian changes follow mail-sync", "meridian changes next mail-sync --json", "meridian changes passed mail-sync 1204"],
        ["segments"] =
        [
            "meridian segments save big_spenders --rule 'sum(\"Order Completed\".total, within: 365 days) > 1000'",
            "meridian segments count big_spenders",
            "meridian segments overlap big_spenders lapsing",
            "meridian segments export big_spenders --to big.xlsx",
        ],
        ["segments save"] = ["meridian segments save lapsing --rule 'days_since(last(\"Order Completed\")) > 90' --folder Churn"],
        ["segments count"] = ["meridian segments count lapsing", "meridian segments count lapsing --as-of 2026-05-01 --json"],
        ["segments customers"] = ["meridian segments customers lapsing --limit 20"],
        ["segments export"] = ["meridian segments export lapsing --to lapsing.csv"],
        ["segments overlap"] = ["meridian segments overlap big_spenders lapsing"],
        ["segments snapshot"] = ["meridian segments snapshot lapsing"],
        ["segments flow"] = ["meridian segments flow lapsing"],
        ["packs"] = ["meridian packs list", "meridian packs show value --language zh-Hans", "meridian packs install value"],
        ["packs list"] = ["meridian packs list", "meridian packs list --json"],
        ["packs show"] = ["meridian packs show churn_risk", "meridian packs show retail --json > retail.json      change it, then 'meridian tags save --file retail.json'"],
        ["packs install"] = ["meridian packs install value", "meridian packs install churn_risk --publish"],
        ["numbers"] =
        [
            "meridian numbers screen list.csv --to screened.csv",
            "meridian numbers dedupe a.csv b.csv --to once.csv",
            "meridian numbers coverage",
        ],
        ["screen"] =
        [
            "meridian numbers screen list.txt --country BR --to screened.csv",
            "meridian numbers screen a.csv b.xlsx --to screened.csv --data meridian-data",
            "meridian numbers screen leads.csv --column \"Tel. 2\" --to screened.csv",
        ],
        ["lookup"] =
        [
            "meridian numbers lookup list.csv --provider twilio --purpose \"fraud prevention\" --max-cost 5 --to looked-up.csv",
            "meridian numbers screen list.csv --recipe \"power_on, empty_number\" --to screened.csv      uses the answers",
        ],
        ["quarantine"] =
        [
            "meridian numbers screen list.csv --quarantine --to screened.csv",
            "meridian numbers quarantine list",
            "meridian numbers quarantine recheck --to back.csv",
            "meridian numbers quarantine release +4915112345678 --why \"called, is right\"",
        ],
        ["dedupe"] = ["meridian numbers dedupe list.csv --to once.csv", "meridian numbers dedupe january.csv february.xlsx --country MX --to once.csv"],
        ["compare"] = ["meridian numbers compare bought.csv ours.csv", "meridian numbers compare a.csv b.csv c.csv --to parts"],
        ["coverage"] = ["meridian numbers coverage", "meridian numbers coverage --json | jq -r .calling_code"],
        ["ranges"] = ["meridian numbers ranges BR", "meridian numbers ranges Germany --json"],
        ["sample"] = ["meridian numbers sample --country IN --count 100 --seed 7 > test.csv", "meridian numbers sample --country DE --type fixed_line"],
        ["events import"] =
        [
            "meridian events import events.jsonl.gz --source shop",
            "meridian events import 订单.xlsx --source taobao --country CN --dry-run      what each column is taken for",
            "meridian events import chats.csv --source whatsapp --map map.json            {\"columns\": {\"Wann\": \"sent_at\"}}",
        ],
        ["serve"] = ["meridian serve", "curl -u KEY: -d '{\"userId\":\"42\",\"event\":\"Order Completed\",\"properties\":{\"total\":12.5}}' http://127.0.0.1:5080/v1/track"],
        ["imports"] = ["meridian imports list", "meridian imports resume", "meridian imports undo 3"],
        ["check"] = ["meridian check            audit the store", "meridian check --digest   its content as one hash"],
        ["completion"] = ["source <(meridian completion bash)", "meridian completion zsh > \"${fpath[1]}/_meridian\"", "meridian completion fish | source"],
    };

    /// <summary>Who asks for help need not have given what the command requires.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;
        usual.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        // The library calls the program by its file's name; people call it meridian.
        output.Write(text.ToString().Replace("  " + RootCommand.ExecutableName, "  meridian", StringComparison.Ordinal));
        var command = parseResult.CommandResult.Command;
        // "events import" is another command than "import".
        var whole = parseResult.CommandResult.Parent is System.CommandLine.Parsing.CommandResult { Command: not RootCommand } parent ? $"{parent.Command.Name} {command.Name}" : command.Name;
        if (Examples.TryGetValue(whole, out var examples) || (whole != "events import" && Examples.TryGetValue(command is RootCommand ? "" : command.Name, out examples)))
        {
            output.WriteLine("Examples:");
            foreach (var example in examples)
                output.WriteLine("  " + example);
            output.WriteLine();
        }

        if (command is RootCommand)
        {
            output.WriteLine("Exit codes:");
            output.WriteLine("  0 ok   1 failed   2 usage or unreadable input   3 not found   5 partly rejected   75 try later");
            output.WriteLine();
        }

        return 0;
    }
}
