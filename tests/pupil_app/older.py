"""Script that takes away what older browsers lack, and runs before any page's own."""

NO_ED25519 = """
    for (const name of ["generateKey", "importKey"]) {
        const original = SubtleCrypto.prototype[name];
        SubtleCrypto.prototype[name] = function (...values) {
            const wantsEd25519 = JSON.stringify(values).includes("Ed25519");
            if (wantsEd25519) return Promise.reject(new DOMException("", "NotSupportedError"));
            return original.apply(this, values);
        };
    }
"""
