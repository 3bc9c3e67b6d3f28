using System.Collections.Frozen;
using Meridian.Ingest.Columns;

namespace Meridian.Normalise;

/// <summary>
/// A column of accounts beside a column of platforms: "Telegram, @ana" names Ana on Telegram. Alone such a column is no more than a nickname, because nothing says where.
/// </summary>
internal static class HandleColumns
{
    /// <summary>Headers that speak of an account, and not of a person; compact.</summary>
    private static readonly FrozenSet<string> Accounts = new[]
    {
        "handle", "account", "account id", "platform id", "platform account", "social account", "social id", "social handle", "username", "user name", "screen name", "profile", "profile link", "profile url",
        "link", "contact", "contact id", "contact info", "chat id", "chat name", "im", "im id", "账号", "帐号", "平台账号", "社交账号", "用户名", "联系方式", "帳號", "使用者名稱", "用戶名", "聯絡方式",
        "usuario", "cuenta", "perfil", "contacto", "usuário", "conta", "contato", "akun", "nama pengguna", "kontak", "اسم المستخدم", "الحساب", "compte", "identifiant", "pseudo", "konto", "benutzername",
    }.Select(HeaderWords.Compact).ToFrozenSet(StringComparer.Ordinal);

    public static ColumnPlan Find(ColumnPlan plan)
    {
        if (!plan.Columns.Any(c => c.Field == "platform") || plan.Columns.Any(c => c.Field == Fields.AnyHandle))
            return plan;
        var account = plan.Columns.FirstOrDefault(c => c.Confidence < 1 && (c.Field == "nickname" || c.Field.StartsWith("trait:", StringComparison.Ordinal)) && Accounts.Contains(HeaderWords.Compact(c.Header)));
        return account is null ? plan : plan with
        {
            Columns = [.. plan.Columns.Select(c => c == account
                ? c with { Field = Fields.AnyHandle, Confidence = Math.Max(c.Confidence, 0.9), Because = "accounts beside a column of platforms, which says where each is" } : c)],
        };
    }
}
