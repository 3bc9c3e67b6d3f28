namespace Meridian.Foundation.Platforms;

/// <summary>What a cell in a platform's own column ("Telegram", "微信号", "WhatsApp") turned out to say.</summary>
public enum HandleReading
{
    /// <summary>Nothing, or a word for nothing: "-", "n/a", "无".</summary>
    Blank,

    /// <summary>A handle or id on this platform.</summary>
    Handle,

    /// <summary>A phone number; the text given back is to be parsed as a phone, which reaches the customer on this platform.</summary>
    Phone,

    /// <summary>The customer is there, without saying under which handle: "yes", "是", "same as phone", "微信同号".</summary>
    Present,

    /// <summary>The customer is not there: "no", "否".</summary>
    Absent,

    /// <summary>Text that can be no handle on this platform, such as another platform's link or a group invitation.</summary>
    Invalid,
}
