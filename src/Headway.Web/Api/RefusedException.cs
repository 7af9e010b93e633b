namespace Headway.Web.Api;

/// <summary>A request that is answered with a problem.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">A stable word, snake_case.</param>
/// <param name="detail">One sentence that says what to do.</param>
internal sealed class RefusedException(int status, string code, string detail) : Exception(detail)
{
    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>A stable word.</summary>
    public string Code { get; } = code;

    /// <summary>No such job.</summary>
    public static RefusedException NoJob(string id) =>
        new(StatusCodes.Status404NotFound, "no_such_job", $"There is no job '{Shorten(id)}'. GET /api/v1/jobs lists those there are.");

    /// <summary>No such item.</summary>
    public static RefusedException NoItem(string id, string no) =>
        new(StatusCodes.Status404NotFound, "no_such_item", $"There is no item '{Shorten(no)}' in job '{Shorten(id)}', or no such job.");

    /// <summary>A parameter that cannot be read.</summary>
    public static RefusedException BadParameter(string name, string value, string expected) =>
        new(StatusCodes.Status400BadRequest, "bad_parameter", $"The parameter '{name}' is '{Shorten(value)}'; it must be {expected}.");

    private static string Shorten(string text) => text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 80), "…");
}
