namespace Headway.Web.Api;

/// <summary>A column of an export.</summary>
/// <param name="Name">As in the head and in JSON.</param>
/// <param name="Of">
/// Its value: text, number, true or false, a time, JSON text as a <see cref="Handlers.RawJson"/>, or null for none.
/// </param>
/// <typeparam name="T">What a row is made from.</typeparam>
internal sealed record ExportColumn<T>(string Name, Func<T, object?> Of);
