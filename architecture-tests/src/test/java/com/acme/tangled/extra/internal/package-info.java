/// What nobody knows of.
@NullMarked
package com.acme.tangled.extra.internal;

import org.jspecify.annotations.NullMarked;
